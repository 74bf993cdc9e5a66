import { expect } from 'chai';
import { CommandBench, named } from './command-bench.ts';

describe('what npm run security-audit is asked for', () => {
  let bench: CommandBench;

  beforeEach(() => {
    bench = new CommandBench();
  });

  afterEach(() => bench.remove());

  it('is the role that is assumed, by its name and external id', async () => {
    const argv = ['222222222222', '-r', 'audit/Reader', '--external-id', 'a secret of two'];

    const { code, calls } = await bench.audit(argv);

    expect(code).to.equal(0);
    expect(named(calls, 'AssumeRole')).to.deep.equal([
      {
        RoleArn: 'arn:aws:iam::222222222222:role/audit/Reader',
        RoleSessionName: 'ofn-audit-security-audit',
        DurationSeconds: 3_600,
        ExternalId: 'a secret of two',
      },
    ]);
    expect(bench.runs()[0]).to.include({ role: 'audit/Reader' });
  });

  const words = (name: string, more: readonly string[]) => {
    const at = more.indexOf(name);
    const end = more.findIndex((word, index) => index > at && word.startsWith('-'));
    return more.slice(at + 1, end < 0 ? undefined : end);
  };

  it('is what the scanner is given: regions and frameworks', async () => {
    const { code } = await bench.audit([
      '222222222222',
      '--regions',
      'eu-west-1,ap-south-1',
      '--compliance',
      'cis_5.0_aws,iso27001_2022_aws',
    ]);

    const [line = []] = bench.commandLines();
    expect(code).to.equal(0);
    expect(words('--region', line)).to.deep.equal(['eu-west-1', 'ap-south-1']);
    expect(words('--compliance', line)).to.deep.equal(['cis_5.0_aws', 'iso27001_2022_aws']);
  });

  it('is what the scanner is given: checks, in the governed regions', async () => {
    await bench.audit(['222222222222', '--checks', 'good,empty']);

    const [line = []] = bench.commandLines();
    expect(words('--checks', line)).to.deep.equal(['good', 'empty']);
    expect(words('--region', line)).to.deep.equal(['us-east-1', 'eu-west-1', 'ap-southeast-2']);
  });

  it('is how long a scan may take', async () => {
    bench.modes({ '222222222222': 'wait' });

    const argv = ['222222222222', '--timeout', '1'];
    const signal = AbortSignal.timeout(20_000);

    const { code, stderr } = await bench.audit(argv, {}, { signal });

    expect(code).to.equal(1);
    expect(bench.runs()[0]?.scans[0]).to.include({
      status: 'timed-out',
      reason: 'it took more than 1 s',
    });
    expect(stderr).to.contain('timed-out: it took more than 1 s');
  });

  it('is kept when the run continues, as it was begun', async () => {
    bench.modes({ '222222222222': 'wait' });
    const interrupted = new AbortController();
    const begun = bench.audit(
      ['222222222222', '-r', 'Reader', '--regions', 'ap-south-1', '--compliance', 'cis_5.0_aws'],
      {},
      { signal: interrupted.signal },
    );
    await bench.appears('hanging.txt');
    interrupted.abort();
    await begun;
    bench.modes({});

    const { code, calls } = await bench.audit(['--resume']);

    const [first, second] = bench
      .commandLines()
      .map((line) => line.filter((one) => !/\//.test(one)));
    expect(code).to.equal(0);
    expect(second).to.deep.equal(first);
    expect(named(calls, 'AssumeRole')[0]).to.include({
      RoleArn: 'arn:aws:iam::222222222222:role/Reader',
    });
  });
});
