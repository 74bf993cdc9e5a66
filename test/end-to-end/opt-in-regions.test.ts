import path from 'node:path';
import { expect } from 'chai';
import { Rehearsal } from 'ofn-rehearse';
import { readCoverage } from '../../coverage/read.ts';
import type { Account } from '../../organization/types.ts';
import config from '../../rehearse.config.ts';
import { sessionsOf } from '../../scenarios/sessions.ts';
import { listAccounts, readSettings } from '../../scenarios/settings.ts';

const tasksFile = path.join(import.meta.dirname, '../../organization-tasks.yml');
const home = 'us-east-1';
const optIn = 'me-south-1';
const capabilities = [
  'config-rules',
  'conformance-packs',
  'sign-in-monitoring',
  'flow-logs',
  'guard-duty',
];
const services = [
  'config-recorder',
  'config-rules',
  'conformance-packs',
  'sign-ins',
  'flow-logs',
  'guard-duty',
];
const rule = {
  name: 'versioned-buckets',
  identifier: 'S3_BUCKET_VERSIONING_ENABLED',
  description: 'Buckets keep what was overwritten',
  resourceTypes: ['AWS::S3::Bucket'],
};
const pack = { name: 'security-services', file: './packs/security-services.yml' };

// An account of an organization enables such a region for itself, and org-formation waits ten
// minutes for each that has not:
// https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
describe('a governed region that an account has not enabled', () => {
  let rehearsal: Rehearsal;
  let accounts: Account[];
  let sandbox: Account;

  before(async () => {
    rehearsal = await Rehearsal.open({
      config,
      tasksFile,
      match: `{${capabilities.join(',')}}`,
      regions: [home, optIn],
    });
    const { exitCode, output } = await rehearsal.perform({ match: 'Organization' });
    expect(exitCode, output).to.equal(0);
    accounts = await listAccounts(rehearsal);
    sandbox = accounts.find(({ name }) => name === 'Sandbox') as Account;
    await setRegion('DISABLED');
  });

  after(() => rehearsal.close());

  const setRegion = (status: string): Promise<unknown> =>
    rehearsal.aws.control('POST', `/accounts/${sandbox.id}/regions`, { region: optIn, status });

  const notOn = async (): Promise<unknown[]> => {
    const settings = readSettings(rehearsal, accounts);
    const sessions = sessionsOf(rehearsal);
    const cells = await readCoverage({ sessions, settings, accounts, only: services });
    return cells
      .filter(({ ok, actual }) => !ok || actual !== 'on')
      .map(({ name, region, service, actual, ok }) => ({ name, region, service, actual, ok }));
  };

  const stacks = async (): Promise<string[]> =>
    (await rehearsal.aws.stacks())
      .filter(({ status }) => status !== 'DELETE_COMPLETE')
      .map(({ account, region, name }) => `${account} ${region} ${name}`);

  it('deploys to all accounts and regions but that place', async () => {
    const parameters = {
      optInExclusions: [`${optIn}=SandboxAccount`],
      signInRegions: [home, optIn],
      guardDutyMembership: 'invitation',
      configRules: [rule],
      conformancePacks: [pack],
    };

    const { exitCode, output } = await rehearsal.perform({ parameters });

    expect(exitCode, output).to.equal(0);
    const place = { name: 'Sandbox', region: optIn, actual: 'not enabled region', ok: true };
    expect(await notOn()).to.have.deep.members(services.map((service) => ({ ...place, service })));
    expect((await stacks()).join('\n')).not.to.include(`${sandbox.id} ${optIn}`);
  });

  it('deploys there, too, once the account has enabled it, and keeps every other stack', async () => {
    const before = await stacks();
    await setRegion('ENABLED');

    const { exitCode, output } = await rehearsal.perform({
      parameters: { optInExclusions: [`${optIn}=`] },
    });

    expect(exitCode, output).to.equal(0);
    expect(await notOn()).to.deep.equal([]);
    const own = [
      'config-recorder',
      'flow-logs-region',
      'guard-duty-detector',
      'guard-duty-master',
      'sign-in-region',
    ].map((stack) => `${sandbox.id} ${optIn} ofn-audit-${stack}-${optIn}`);
    expect(await stacks()).to.have.members([...before, ...own]);
  });
});
