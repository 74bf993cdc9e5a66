import { expect } from 'chai';
import { flowLogsDeployment } from '../../../handlers/flow-logs/deployment.ts';
import type { Settings } from '../../../handlers/flow-logs/settings.ts';
import { settingsOf } from '../../../handlers/flow-logs/settings.ts';
import { awsError } from '../../doubles/aws-client.ts';
import { run, sampleEvent } from '../../doubles/custom-resource.ts';
import { settings } from './fakes.ts';

const properties = {
  ServiceToken: 'arn',
  ServiceTimeout: '930',
  CodeHash: 'key',
  AccountsHash: 'hash',
  ResourcePrefix: 'audit',
  LogArchiveAccountId: '333333333333',
  Regions: ['eu-west-1', 'us-east-1'],
  TrafficType: 'ALL',
  AggregationSeconds: '600',
  Destinations: ['s3', 'cloud-watch-logs'],
};

function setUp(failure?: Error) {
  const swept: Settings[] = [];
  const later: string[] = [];
  const definition = flowLogsDeployment(
    async (wanted) => {
      swept.push(wanted);
      if (failure) {
        throw failure;
      }
      return { accounts: 6, created: 12, skipped: 0, failed: 1, resumes: false };
    },
    async () => void later.push('all'),
  );
  return { definition, swept, later };
}

describe('Custom::FlowLogs', () => {
  for (const name of ['create', 'update'] as const) {
    it(`sweeps on ${name}, and reports how much it did`, async () => {
      const { definition, swept } = setUp();

      const event = sampleEvent(name, {
        ResourceProperties: properties,
        ...(name === 'update' ? { PhysicalResourceId: 'flow-logs' } : {}),
      });
      const { answers } = await run(definition, event);

      expect(swept).to.deep.equal([settings]);
      expect(answers).to.have.length(1);
      expect(answers[0]).to.deep.include({
        status: 'SUCCESS',
        physicalId: 'flow-logs',
        data: { AccountCount: 6, CreatedCount: 12, FailedCount: 1 },
      });
    });
  }

  for (const name of ['create', 'update'] as const) {
    it(`leaves a sweep that fails on ${name} to the function with the alarm, not to a roll-back`, async () => {
      const { definition, later } = setUp(awsError('TooManyRequestsException'));

      const event = sampleEvent(name, {
        ResourceProperties: properties,
        ...(name === 'update' ? { PhysicalResourceId: 'flow-logs' } : {}),
      });
      const { answers } = await run(definition, event);

      expect(later).to.deep.equal(['all']);
      expect(answers[0]?.status).to.equal('SUCCESS');
    });
  }

  it('leaves the flow logs on delete, whatever its properties', async () => {
    const { definition, swept } = setUp();

    const event = sampleEvent('delete', {
      PhysicalResourceId: 'flow-logs',
      ResourceProperties: { ...properties, TrafficType: 'NONE' },
    });
    const { answers } = await run(definition, event);

    expect(swept).to.deep.equal([]);
    expect(answers[0]).to.deep.include({ status: 'SUCCESS', physicalId: 'flow-logs' });
  });

  it('refuses a property that is malformed', async () => {
    const { definition, swept } = setUp();

    const ResourceProperties = { ...properties, AggregationSeconds: '300' };
    const { answers } = await run(definition, sampleEvent('create', { ResourceProperties }));

    expect(swept).to.deep.equal([]);
    expect(answers[0]?.status).to.equal('FAILED');
  });

  it('reads the same settings from the environment', () => {
    const env = {
      RESOURCE_PREFIX: 'audit',
      LOG_ARCHIVE_ACCOUNT_ID: '333333333333',
      REGIONS: 'eu-west-1,us-east-1',
      TRAFFIC_TYPE: 'ALL',
      AGGREGATION_SECONDS: '600',
      DESTINATIONS: 's3,cloud-watch-logs',
    };

    expect(settingsOf(env)).to.deep.equal(settings);
    expect(settingsOf({ ...env, DESTINATIONS: '' }).destinations).to.deep.equal([]);
  });
});
