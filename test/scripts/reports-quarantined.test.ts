import { expect } from 'chai';
import { awsError } from '../doubles/aws-client.ts';
import { type Call, centralBucket } from './reports-fakes.ts';
import { Terminal } from './reports-terminal.ts';

const late = '444444444444/prowler/2026-11-20/late.json';
const later = '444444444444/scout/2026-11-21/later.json';
const buckets = {
  [centralBucket]: Object.fromEntries(
    [late, later, '444444444444/scout/latest.json', '999999999999/prowler/a.json', 'readme.txt']
      .map((key) => `quarantine/${key}`)
      .map((key) => [key, { tags: { kind: 'report', reason: 'unknown-account' } }]),
  ),
};

describe('npm run reports -- replay --quarantined', () => {
  let terminal: Terminal;

  beforeEach(() => {
    terminal = new Terminal();
  });

  afterEach(() => terminal.remove());

  const type = (argv: readonly string[], instead?: (call: Call) => unknown) =>
    terminal.type(['replay', '--quarantined', ...argv], {
      ...{ buckets, ...(instead && { instead }) },
    });
  const named = (calls: Call[], name: string) => calls.filter((call) => call.name === name);

  it('copies what has an active account back within the bucket, and deletes it in quarantine', async () => {
    const { code, stdout, calls } = await type(['--tool', 'prowler', '--from', '2026-11-20']);

    expect([code, stdout]).to.deep.equal([0, 'released 1 of 1 report for delivery\n']);
    const [copy, ...more] = named(calls, 'CopyObject');
    expect(more).to.deep.equal([]);
    expect(copy).to.deep.include({ account: '222222222222' });
    expect(copy?.input).to.deep.include({
      ...{ Bucket: centralBucket, Key: late, IfNoneMatch: '*', Tagging: 'kind=report' },
      CopySource: `${centralBucket}/quarantine/${late}?versionId=v1`,
    });
    expect(named(calls, 'DeleteObject').map(({ input }) => input)).to.deep.equal([
      {
        ...{ Bucket: centralBucket, Key: `quarantine/${late}`, IfMatch: '"etag"' },
        ExpectedBucketOwner: '222222222222',
      },
    ]);
  });

  it('takes what is meant by account, tool and days of the keys that reports came with', async () => {
    for (const [filter, keys] of [
      [[], [late, later, '444444444444/scout/latest.json']],
      [['--account', 'SandboxAccount', '--to', '2026-11-20'], [late]],
      [['--tool', 'scout', '--from', '2026-11-21'], [later]],
      [['--account', '333333333333'], []],
    ] as const) {
      const { code, stdout, calls } = await type([...filter, '--dry-run']);

      expect([code, stdout], filter.join(' ')).to.deep.equal([
        0,
        keys.map((key) => `${key}\n`).join(''),
      ]);
      expect(calls.some(({ name }) => /Copy|Delete|Message/.test(name))).to.equal(false);
    }
  });

  it('reports what stays in quarantine, and why', async () => {
    const { stderr } = await type(['--dry-run']);

    expect(stderr).to.equal(
      'reports: left 1 report of accounts that are not active: ' +
        '999999999999 is not in the organization\n' +
        'reports: left 1 report whose key names no account or no file, or none that S3 accepts there: move it by hand, see --help\n' +
        'reports: would release 3 reports\n',
    );
  });

  it('reports what it left out for having no date', async () => {
    const { stderr } = await type(['--account', '444444444444', '--from', '2026-11-20']);

    expect(stderr).to.equal('reports: 1 report without a date: left out by --from and --to\n');
  });

  it('names each report that could not be released, by reason, and exits 1', async () => {
    const { code, stdout } = await type(['--account', '444444444444'], ({ name, input }) => {
      if (name === 'CopyObject' && input['Key'] !== late) {
        throw awsError('AccessDenied', 'not\nauthorized');
      }
    });

    expect([code, stdout]).to.deep.equal([
      1,
      'released 1 of 3 reports for delivery\n' +
        'could not release 2 (AccessDenied: not authorized):\n' +
        `  444444444444/scout/2026-11-21/later.json\n` +
        `  444444444444/scout/latest.json\n`,
    ]);
  });

  it('reports progress of what takes long', async () => {
    const { stderr } = await terminal.type(
      ['replay', '--quarantined', '--tool', 'prowler'],
      { buckets },
      { msPerLook: 11_000 },
    );

    expect(stderr).to.match(/^1\/1 released$/m);
  });
});
