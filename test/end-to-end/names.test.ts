import path from 'node:path';
import { expect } from 'chai';
import { Rehearsal } from 'ofn-rehearse';
import config from '../../rehearse.config.ts';
import { listAccounts } from '../../scenarios/settings.ts';
import { comparedNames } from '../preflight/deployed-names.ts';

const tasksFile = path.join(import.meta.dirname, '../../organization-tasks.yml');

describe('the names that files say a deployment wants', () => {
  let rehearsal: Rehearsal;

  afterEach(() => rehearsal.close());

  it('are those that its stacks have', async () => {
    rehearsal = await Rehearsal.open({ config, tasksFile, regions: ['us-east-1'] });
    await rehearsal.requireSuccess(await rehearsal.perform());

    const { wanted, deployed } = await comparedNames(rehearsal, await listAccounts(rehearsal));

    expect(deployed.length).to.be.above(250);
    expect(wanted).to.have.members(deployed);
  });

  it('are those that its stacks have, with other settings and a region to opt in to', async () => {
    const [home, optIn] = ['us-east-1', 'me-south-1'];
    rehearsal = await Rehearsal.open({ config, tasksFile, regions: [home, optIn] });
    await rehearsal.requireSuccess(await rehearsal.perform({ match: 'Organization' }));
    const accounts = await listAccounts(rehearsal);
    const sandbox = accounts.find(({ name }) => name === 'Sandbox')?.id;
    await rehearsal.aws.control('POST', `/accounts/${sandbox}/regions`, {
      region: optIn,
      status: 'DISABLED',
    });
    const parameters = {
      resourcePrefix: 'acme',
      signInRegions: [home, optIn],
      optInExclusions: [`${optIn}=SandboxAccount`],
      guardDutyMembership: 'invitation',
      accountTrails: true,
      trailLogCopy: true,
      trailEncryption: 's3',
      unusedAccessAnalyzer: true,
      configExcludedAccounts: ['DevelopmentAccount'],
      findingSources: ['guardduty', 'security-hub', 'access-analyzer', 'config'],
      reportBucketNamespace: 'global',
      reportBucketSuffix: '-x7',
    };
    await rehearsal.requireSuccess(await rehearsal.perform({ parameters }));

    const { wanted, deployed } = await comparedNames(rehearsal, accounts);

    expect(deployed.length).to.be.above(300);
    expect(wanted).to.have.members(deployed);
  });
});
