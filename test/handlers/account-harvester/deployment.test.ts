import { expect } from 'chai';
import { harvestDeployment } from '../../../handlers/account-harvester/deployment.ts';
import { OrganizationError } from '../../../handlers/account-harvester/errors.ts';
import type { Summary } from '../../../handlers/account-harvester/harvest.ts';
import { settingsOf } from '../../../handlers/account-harvester/settings.ts';
import { run, sampleEvent } from '../../doubles/custom-resource.ts';
import { idsOf, settings } from './world.ts';

const ResourceProperties = {
  ServiceToken: 'arn',
  ServiceTimeout: '930',
  CodeHash: 'key',
  AccountsHash: 'hash',
};

const harvested: Summary = {
  ...{ accounts: 6, inStep: 6, created: 2, updated: 1, removed: 3, replayed: 4 },
  ...{ failed: [], unsent: 0, resumes: false },
};

function setUp(summary: Summary | Error = harvested) {
  let count = 0;
  const definition = harvestDeployment(async () => {
    count += 1;
    if (summary instanceof Error) {
      throw summary;
    }
    return summary;
  });
  return { definition, count: () => count };
}

describe('Custom::AccountHarvest', () => {
  for (const name of ['create', 'update'] as const) {
    it(`harvests once on ${name}, and reports how it went`, async () => {
      const { definition, count } = setUp();

      const event = sampleEvent(name, {
        ResourceProperties,
        ...(name === 'update' ? { PhysicalResourceId: 'account-harvest' } : {}),
      });
      const { answers } = await run(definition, event);

      expect(count()).to.equal(1);
      expect(answers).to.have.length(1);
      expect(answers[0]).to.deep.include({ status: 'SUCCESS', physicalId: 'account-harvest' });
      expect(answers[0]?.data).to.deep.equal({
        ...{ AccountCount: 6, InStepCount: 6, CreatedCount: 2, UpdatedCount: 1 },
        ...{ RemovedCount: 3, ReplayedCount: 4, FailedCount: 0, Failed: '' },
      });
    });
  }

  it('reports five accounts that failed, within the size of an answer, and succeeds', async () => {
    const failed = idsOf(1000).map((account) => ({ account, reason: `ä${'x'.repeat(2000)}` }));
    const { definition } = setUp({ ...harvested, failed });

    const { answers } = await run(definition, sampleEvent('create', { ResourceProperties }));

    expect(answers[0]?.status).to.equal('SUCCESS');
    expect(answers[0]?.data?.FailedCount).to.equal(1000);
    expect(answers[0]?.data?.Failed).to.match(/^300000000000: \\u00e4xx.*; and 995 more$/);
  });

  it('fails when the accounts can not be known', async () => {
    const { definition } = setUp(new OrganizationError('AWS Organizations lists 0 accounts'));

    const { answers } = await run(definition, sampleEvent('create', { ResourceProperties }));

    expect(answers[0]?.status).to.equal('FAILED');
    expect(answers[0]?.reason).to.include('OrganizationError: AWS Organizations lists 0 accounts');
  });

  it('leaves everything on delete, whatever its properties', async () => {
    const { definition, count } = setUp();

    const event = sampleEvent('delete', {
      PhysicalResourceId: 'account-harvest',
      ResourceProperties: { ...ResourceProperties, Unknown: 'x' },
    });
    const { answers } = await run(definition, event);

    expect(count()).to.equal(0);
    expect(answers[0]).to.deep.include({ status: 'SUCCESS', physicalId: 'account-harvest' });
  });

  it('refuses a property that is unknown', async () => {
    const { definition, count } = setUp();

    const event = sampleEvent('create', {
      ResourceProperties: { ...ResourceProperties, Unknown: 'x' },
    });
    const { answers } = await run(definition, event);

    expect(count()).to.equal(0);
    expect(answers[0]?.status).to.equal('FAILED');
  });
});

describe('the settings of the harvester', () => {
  const env = {
    MANAGEMENT_ROLE_ARN: settings.managementRoleArn,
    EXTERNAL_ID: settings.externalId,
    STACK_SET_NAME: settings.stackSetName,
    HOME_REGION: settings.homeRegion,
    REPORT_BUCKET: settings.reportBucket,
    SPOKE_BUCKET: settings.spokeBucket,
    QUEUE_URL: settings.queueUrl,
    BUS_NAME: settings.busName,
    RESOURCE_PREFIX: settings.resourcePrefix,
  };

  it('are read from the environment', () => {
    expect(settingsOf(env)).to.deep.equal(settings);
  });

  for (const name of Object.keys(env)) {
    it(`are refused without ${name}`, () => {
      expect(() => settingsOf({ ...env, [name]: undefined })).to.throw(/ is missing: set it to /);
    });
  }
});
