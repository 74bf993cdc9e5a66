import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Surroundings } from '../../coverage/cli.ts';
import { run } from '../../coverage/cli.ts';
import type { Cell } from '../../coverage/types.ts';
import type { SessionOptions } from '../../organization/clients.ts';
import { CredentialsError } from '../../organization/errors.ts';
import { fakeClient } from '../doubles/aws-client.ts';
import { accounts, asListed, fakeSessions } from '../doubles/organization.ts';

const organization = `
Organization:
  ManagementAccount:
    Type: OC::ORG::MasterAccount
    Properties: { AccountName: Main, AccountId: '111111111111' }
  SecurityAccount:
    Type: OC::ORG::Account
    Properties: { AccountName: Security, RootEmail: aws-security@example.com }
  LogArchiveAccount:
    Type: OC::ORG::Account
    Properties: { AccountName: Log Archive, RootEmail: aws-log-archive@example.com }
`;
const tasks = `Organization:
  Type: update-organization
  Template: ./o.yml
`;
const parameters = `
homeRegion: us-east-1
governedRegions: [us-east-1]
managementAccount: !Ref ManagementAccount
securityAccount: !Ref SecurityAccount
logArchiveAccount: !Ref LogArchiveAccount
`;

interface World {
  detectors?: string[];
  listed?: typeof accounts;
  tty?: boolean;
  env?: Record<string, string>;
}

function surroundings({
  detectors = ['d1'],
  listed = accounts,
  tty = false,
  env = {},
}: World = {}) {
  const organizations = fakeClient({
    ListAccounts: { Accounts: listed.map(asListed) },
    DescribeOrganization: { Organization: { Id: 'o-exampleorg1' } },
  });
  const guardDuty = fakeClient({
    ListDetectors: { DetectorIds: detectors },
    GetDetector: { Status: 'ENABLED' },
  });
  const seen = { stdout: '', stderr: '', closed: 0, connected: [] as SessionOptions[] };
  const around: Surroundings = {
    stdout: { write: (text) => (seen.stdout += text), isTTY: tty },
    stderr: { write: (text) => (seen.stderr += text), isTTY: tty },
    env,
    connect: async (options) => {
      seen.connected.push(options);
      const sessions = fakeSessions({ organizations, guardDuty });
      return { ...sessions, callerAccountId: '111111111111', close: () => (seen.closed += 1) };
    },
  };
  return { around, seen };
}

describe('coverage command', () => {
  let folder: string;
  let files: string[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'coverage-'));
    await writeFile(join(folder, 'o.yml'), organization);
    await writeFile(join(folder, 'p.yml'), parameters);
    await writeFile(join(folder, 't.yml'), tasks);
    files = ['--organization', join(folder, 'o.yml'), '--parameters', join(folder, 'p.yml')];
    files.push('--service', 'guard-duty', '--tasks', join(folder, 't.yml'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('exits 0 without holes', async () => {
    const { around, seen } = surroundings();

    expect(await run([...files, '--role', 'Audit'], around)).to.equal(0);
    expect(seen.stdout).to.match(/^4 of 4 cells as expected; 0 holes\n/);
    expect(seen.stderr).to.equal('');
    expect(seen.connected).to.deep.equal([{ homeRegion: 'us-east-1', roleName: 'Audit' }]);
    expect(seen.closed).to.equal(1);
  });

  it('exits 1 with holes', async () => {
    const { around, seen } = surroundings({ detectors: [] });

    expect(await run(files, around)).to.equal(1);
    expect(seen.stdout).to.match(/^0 of 4 cells as expected; 4 holes\n/);
  });

  it('exits 2 in one line when there are zero accounts', async () => {
    const { around, seen } = surroundings({ listed: [] });

    expect(await run(files, around)).to.equal(2);
    expect(seen.stdout).to.equal('');
    expect(seen.stderr).to.match(/^coverage: The organization lists 0 accounts[^\n]*\n$/);
    expect(seen.closed).to.equal(1);
  });

  it('exits 2 when the credentials do not work', async () => {
    const { around, seen } = surroundings();
    around.connect = async () => {
      throw new CredentialsError('The AWS credentials do not work');
    };

    expect(await run(files, around)).to.equal(2);
    expect(seen.stderr).to.equal('coverage: The AWS credentials do not work\n');
  });

  it('exits 2 when a file is not there', async () => {
    const { around, seen } = surroundings();

    expect(await run(['--parameters', join(folder, 'none.yml')], around)).to.equal(2);
    expect(seen.stderr).to.match(/^coverage: Cannot read \S+none\.yml: Error: ENOENT[^\n]*\n$/);
  });

  it('exits 2, not 1, when an option is unknown', async () => {
    const { around, seen } = surroundings();

    expect(await run(['--all'], around)).to.equal(2);
    expect(seen.stderr).to.equal("coverage: unknown option '--all': see --help\n");
  });

  it('exits 0 after its help', async () => {
    const { around, seen } = surroundings();

    expect(await run(['--help'], around)).to.equal(0);
    expect(seen.stdout).to.include('Usage: coverage');
  });

  it('writes nothing but JSON to standard output when asked to', async () => {
    const { around, seen } = surroundings({ tty: true });

    await run([...files, '--json'], around);

    const cells: Cell[] = JSON.parse(seen.stdout);
    expect(cells[0]).to.deep.equal({
      account: '111111111111',
      name: 'Management',
      region: 'us-east-1',
      service: 'guard-duty',
      expected: 'on',
      actual: 'on',
      ok: true,
    });
  });

  it('writes the cells to a file, too, whose folder it makes', async () => {
    const { around, seen } = surroundings({ detectors: [] });
    const output = join(folder, 'out', 'coverage.json');

    await run([...files, '--output', output], around);

    const cells: Cell[] = JSON.parse(await readFile(output, 'utf8'));
    expect(cells.map(({ reason }) => reason)).to.deep.equal(
      Array.from({ length: 4 }, () => 'there is no detector'),
    );
    expect(seen.stdout).to.include('4 holes');
  });

  it('has colours and progress on a terminal', async () => {
    const { around, seen } = surroundings({ tty: true });

    await run(files, around);

    expect(seen.stdout).to.include('\u001B[32m');
    expect(seen.stderr).to.include('1/4 accounts read');
  });

  it('has no colours where NO_COLOR is set', async () => {
    const { around, seen } = surroundings({ tty: true, env: { NO_COLOR: '1' } });

    await run(files, around);

    expect(seen.stdout).to.not.include('\u001B');
  });
});
