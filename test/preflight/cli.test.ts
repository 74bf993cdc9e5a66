import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import type { SessionOptions } from '../../organization/clients.ts';
import { CredentialsError } from '../../organization/errors.ts';
import { run } from '../../preflight/cli.ts';
import { organizationFile } from '../doubles/organization.ts';
import { type EmptyAnswers, emptyOrganization } from './empty-organization.ts';

const parameters = `resourcePrefix: ofn-audit
homeRegion: us-east-1
governedRegions: [us-east-1]
managementAccount: !Ref ManagementAccount
securityAccount: !Ref SecurityAccount
logArchiveAccount: !Ref LogArchiveAccount
`;
const tasks = `Organization:
  Type: update-organization
  Template: ./organization.yml
`;

describe('npm run preflight', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'preflight-'));
    writeFileSync(
      inFolder('organization.yml'),
      organizationFile.replace('OC::ORG::Account', 'OC::ORG::MasterAccount'),
    );
    writeFileSync(inFolder('organization-parameters.yml'), parameters);
    writeFileSync(inFolder('tasks.yml'), tasks);
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  const inFolder = (name: string): string => path.join(folder, name);

  async function preflight(argv: readonly string[], answers: EmptyAnswers = {}, fail?: Error) {
    const seen = { stdout: '', stderr: '', connected: [] as SessionOptions[] };
    const sessions = emptyOrganization(answers);
    const code = await run(['--tasks', inFolder('tasks.yml'), ...argv], {
      stdout: { write: (text) => (seen.stdout += text) },
      stderr: { write: (text) => (seen.stderr += text) },
      env: {},
      now: () => 0,
      connect: async (options) => {
        seen.connected.push(options);
        if (fail) {
          throw fail;
        }
        return sessions;
      },
    });
    return { code, ...seen, closed: sessions.closed(), commands: sessions.commands };
  }

  it('finds nothing wrong with an empty organization', async () => {
    const { code, stdout, stderr, connected, closed } = await preflight(['--role', 'Reader']);

    expect(code, stderr).to.equal(0);
    expect(stdout).to.match(/^go: nothing would fail .+ \(4 accounts, 1 region\)$/m);
    expect(connected).to.deep.equal([
      { homeRegion: 'us-east-1', roleName: 'Reader', maxAttempts: 8 },
    ]);
    expect(closed).to.equal(true);
  });

  it('assumes the role that deploys unless another is given', async () => {
    const root = `  Root:
    Type: OC::ORG::OrganizationRoot
    Properties: { DefaultOrganizationAccessRoleName: AWSControlTowerExecution }
`;
    const organization = readFileSync(inFolder('organization.yml'), 'utf8');
    writeFileSync(inFolder('organization.yml'), `${organization}${root}`);

    const { code, stderr, connected } = await preflight([]);

    expect(code, stderr).to.equal(0);
    expect(connected.map(({ roleName }) => roleName)).to.deep.equal(['AWSControlTowerExecution']);
  });

  it('is a no-go with the finding, where and what to do', async () => {
    const { code, stdout } = await preflight([], {
      DescribeOrganization: {
        Organization: {
          Id: 'o-1',
          MasterAccountId: '111111111111',
          FeatureSet: 'CONSOLIDATED_BILLING',
        },
      },
    });

    expect(code).to.equal(1);
    expect(stdout).to.contain('features-not-all');
    expect(stdout).to.contain('in Management 111111111111');
    expect(stdout).to.match(/^no-go: 1 finding would fail the deployment/m);
  });

  it('could not run, in one line, with credentials that do not work', async () => {
    const { code, stderr } = await preflight([], {}, new CredentialsError('sign in again'));

    expect(code).to.equal(2);
    expect(stderr).to.equal('preflight: sign in again\n');
  });

  it('could not run with files that are wrong, and shows all of it without asking AWS', async () => {
    writeFileSync(inFolder('organization-parameters.yml'), `${parameters}auditParallel: 0\n`);
    writeFileSync(inFolder('tasks.yml'), tasks.replace('Template', 'Tempalte'));

    const { code, stderr, connected } = await preflight([
      '--organization',
      inFolder('organization.yml'),
    ]);

    expect(code).to.equal(2);
    expect(stderr).to.match(/^error in .*organization-parameters\.yml, line 7, auditParallel$/m);
    expect(stderr).to.match(/^error in .*tasks\.yml, line 3, Organization\.Tempalte$/m);
    expect(connected).to.deep.equal([]);
  });

  it('could not run with an account of the files that AWS does not have', async () => {
    writeFileSync(
      inFolder('organization-parameters.yml'),
      `${parameters}configExcludedAccounts: ['999999999999']\n`,
    );

    const { code, stderr } = await preflight([]);

    expect(code, stderr).to.equal(2);
    expect(stderr).to.match(/999999999999/);
  });

  it('says which file to name where there are no parameters', async () => {
    rmSync(inFolder('organization-parameters.yml'));
    mkdirSync(inFolder('settings'));
    writeFileSync(inFolder('settings/mine.yml'), parameters);

    const without = await preflight([]);
    const named = await preflight(['--parameters', inFolder('settings/mine.yml')]);

    expect(without.code).to.equal(2);
    expect(without.stderr).to.match(/name the file of the parameters with --parameters\n$/);
    expect(named.code, named.stderr).to.equal(0);
  });

  it('reads the regions that are given', async () => {
    const { stdout, commands } = await preflight(['--regions', 'us-east-1,eu-west-1']);

    expect(stdout).to.match(/4 accounts, 2 regions/);
    expect(commands.filter(([name]) => name === 'ListDetectors')).to.have.length(8);
  });

  it('writes JSON in place of the table, or to a file beside it', async () => {
    const instead = await preflight(['--json']);
    const beside = await preflight(['--json', inFolder('out/preflight.json')]);

    expect(JSON.parse(instead.stdout)).to.include({ verdict: 'go', organizationId: 'o-1' });
    expect(beside.stdout).to.match(/^go: /m);
    expect(JSON.parse(readFileSync(inFolder('out/preflight.json'), 'utf8'))).to.include({
      verdict: 'go',
    });
  });

  it('writes a snapshot, and judges it in place of AWS', async () => {
    const file = inFolder('snapshots/snapshot.json');

    const written = await preflight(['--snapshot', file]);
    const judged = await preflight(['--from', file]);

    expect(written.code, written.stderr).to.equal(0);
    expect(written.stderr).to.contain(`${file} has the snapshot`);
    expect(statSync(file).mode & 0o777).to.equal(0o600);
    expect(judged.code, judged.stderr).to.equal(0);
    expect(judged.stdout).to.equal(written.stdout);
    expect(judged.connected).to.deep.equal([]);
  });

  it('writes its help without a call', async () => {
    const { code, stdout, connected } = await preflight(['--help']);

    expect(code).to.equal(0);
    expect(stdout).to.match(/^Usage: npm run preflight --/);
    expect(connected).to.deep.equal([]);
  });
});
