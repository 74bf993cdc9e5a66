import { expect } from 'chai';
import { quarantineKeyOf } from '../../handlers/report-dispatcher/keys.ts';
import { centralBucket } from './reports-fakes.ts';
import { Terminal } from './reports-terminal.ts';

const long = `444444444444/prowler/${'ü'.repeat(500)}.json`;
const relative = '444444444444/../late.json';
const objectOf = (key: string, reason: string) => ({
  metadata: { tool: 'prowler', 'original-key': Buffer.from(key).toString('base64') },
  tags: { reason },
});
const buckets = {
  [centralBucket]: {
    [quarantineKeyOf(long)]: objectOf(long, 'long-key'),
    [quarantineKeyOf(relative)]: objectOf(relative, 'relative-key'),
  },
};

describe('a report in quarantine whose key was replaced by its hash', () => {
  let terminal: Terminal;

  beforeEach(() => {
    terminal = new Terminal();
  });

  afterEach(() => terminal.remove());

  it('is released to the key that it came with, unless S3 does not accept that', async () => {
    const { code, stdout, stderr, calls } = await terminal.type(['replay', '--quarantined'], {
      buckets,
    });

    expect([code, stdout]).to.deep.equal([0, 'released 1 of 1 report for delivery\n']);
    expect(stderr).to.include('left 1 report whose key names no account or no file, or none');
    const [copy] = calls.filter(({ name }) => name === 'CopyObject');
    expect(copy?.input).to.deep.include({
      Key: long,
      CopySource: `${centralBucket}/${quarantineKeyOf(long)}?versionId=v1`,
      Metadata: { tool: 'prowler', 'source-version': 'v1' },
    });
  });

  it('is listed with the key that it came with', async () => {
    const { stdout } = await terminal.type(['quarantine'], { buckets });

    expect(stdout).to.include(`${quarantineKeyOf(long)}, which came as ${long}`);
    expect(stdout).to.match(/relative-key.+, which came as 444444444444\/\.\.\/late\.json\n/);
  });
});
