import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { run } from '../../scripts/alert-test.ts';
import { awsError } from '../doubles/aws-client.ts';
import { organizationFile } from '../doubles/organization.ts';
import { type AwsOptions, type Call, detailOf, fakeAws, told } from './alert-test-fakes.ts';

const parameters = `homeRegion: us-east-1
governedRegions: [us-east-1, eu-west-1]
signInRegions: [us-east-1, eu-west-1]
managementAccount: ManagementAccount
securityAccount: SecurityAccount
logArchiveAccount: LogArchiveAccount
configRules: []
conformancePacks: []
`;

describe('npm run alert-test', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'ofn-audit-alert-test-'));
    writeFileSync(path.join(folder, 'parameters.yml'), parameters);
    writeFileSync(path.join(folder, 'organization.yml'), organizationFile);
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  async function command(
    argv: string[],
    aws: AwsOptions = {},
    more: { signal?: AbortSignal } = {},
  ) {
    const { sessions, calls } = fakeAws(aws);
    let at = 0;
    const written = { stdout: '', stderr: '' };
    const to = (name: keyof typeof written) => ({
      write: (text: string) => {
        written[name] += text;
      },
    });
    const files = ['--parameters', `${folder}/parameters.yml`];
    const code = await run([...files, '--organization', `${folder}/organization.yml`, ...argv], {
      stdout: to('stdout'),
      stderr: to('stderr'),
      env: {},
      connect: async () => sessions,
      // A second goes by at each look.
      now: () => {
        at += 1_000;
        return at;
      },
      ...more,
    });
    return { code, calls, ...written };
  }

  it('exits 0 when all arrived, with a line for each and no colour in a file', async () => {
    const { code, stdout, stderr } = await command([]);

    expect(code).to.equal(0);
    expect(stdout.replace(/\d+\.\d s/g, 'N s')).to.equal(
      'arrived  sign-ins: Sandbox (444444444444), eu-west-1: N s\n' +
        'arrived  findings: Security (222222222222), us-east-1: N s\n' +
        'arrived  findings: Security (222222222222), eu-west-1: N s\n' +
        'arrived  config: Sandbox (444444444444), eu-west-1: N s\n',
    );
    expect(stderr).to.match(
      /^the queue ofn-audit-alert-test-\w+ is subscribed to alerts\nput sign-ins/,
    );
  });

  it('takes an account by its logical name', async () => {
    const { calls } = await command(['--path', 'sign-ins', '--account', 'LogArchiveAccount']);

    const puts = calls.filter(({ name }) => name === 'PutEvents');
    expect(puts.map((call) => [call.account, detailOf(call).path])).to.deep.equal([
      ['333333333333', 'sign-ins'],
    ]);
  });

  it('exits 1 when one did not arrive, and says where it may have stayed', async () => {
    const alertOf = (event: { marker: string }, { region }: Call) =>
      region === 'eu-west-1' ? undefined : told(event);

    const { code, stdout } = await command(['--path', 'findings', '--timeout', '1'], { alertOf });

    expect(code).to.equal(1);
    expect(stdout).to.include('missing  findings: Security (222222222222), eu-west-1: not within');
    expect(stdout).to.include('the queue ofn-audit-undelivered of 222222222222 in eu-west-1');
    expect(stdout).to.include('the queue ofn-audit-finding-alerts-failures of 222222222222 in us-');
    expect(stdout).to.include('the log group /aws/lambda/ofn-audit-finding-alerts of 2222');
  });

  it('says where an event of AWS Config may have stayed, rules of the bus included', async () => {
    const { stdout } = await command(['--path', 'config', '--timeout', '1'], {
      alertOf: () => undefined,
    });

    const queues = stdout.match(/(?<=the queue )\S+/g);
    expect(queues).to.deep.equal([
      'ofn-audit-undelivered',
      'ofn-audit-config-alert-failures',
      'ofn-audit-finding-alerts-failures',
    ]);
  });

  for (const [argv, message] of [
    [['--path', 'mail'], /Allowed choices are sign-ins, findings, config, all.: see --help$/m],
    [['--timeout', 'soon'], /whole number from 1 to 3600/],
    [['--account', 'Missing'], /organization.yml has no account 'Missing': use one of Management/],
    [['--region', 'eu-west-3'], /none of signInRegions/],
    [['--parameters', 'nowhere.yml'], /Cannot read nowhere.yml/],
    [['surplus'], /too many arguments/],
  ] as const) {
    it(`exits 2 for ${argv.join(' ')}`, async () => {
      const { code, stdout, stderr } = await command([...argv]);

      expect([code, stdout]).to.deep.equal([2, '']);
      expect(stderr)
        .to.match(/^alert-test: /)
        .and.match(message);
    });
  }

  it('exits 2 when AWS refuses, and says so in one line', async () => {
    const instead = ({ name }: Call) => {
      if (name === 'CreateQueue') {
        throw awsError('AccessDenied', 'not\nauthorized');
      }
    };

    const { code, stderr } = await command([], { instead });

    expect([code, stderr]).to.deep.equal([2, 'alert-test: AccessDenied: not authorized\n']);
  });

  it('exits 130 when it is interrupted', async () => {
    const { code, stderr } = await command([], {}, { signal: AbortSignal.abort() });

    expect([code, stderr]).to.deep.equal([
      130,
      'alert-test: interrupted; what it made is removed\n',
    ]);
  });

  it('writes its help, with every option', async () => {
    const { code, stdout } = await command(['--help']);

    expect(code).to.equal(0);
    for (const option of ['--path', '--account', '--region', '--timeout', '--role', 'Exit codes']) {
      expect(stdout).to.include(option);
    }
  });
});
