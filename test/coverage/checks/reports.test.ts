import { expect } from 'chai';
import { readReportDelivery } from '../../../coverage/checks/reports.ts';
import type { Account } from '../../../organization/types.ts';
import { awsError, type FakeClient, fakeClient } from '../../doubles/aws-client.ts';
import { accounts, fakeClients, settings } from '../../doubles/organization.ts';

const told = {
  QueueArn: 'arn:aws:sqs:us-east-1:222222222222:ofn-audit-reports',
  Events: ['s3:ObjectCreated:*'],
};
const bucket = (...QueueConfigurations: unknown[]) =>
  fakeClient({ GetBucketNotificationConfiguration: { QueueConfigurations } });
const queues = (count: string, missing?: string) =>
  fakeClient({
    GetQueueUrl: ({ QueueName }: { QueueName: string }) =>
      QueueName === missing
        ? awsError('QueueDoesNotExist', 'not there')
        : { QueueUrl: 'https://queue' },
    GetQueueAttributes: { Attributes: { ApproximateNumberOfMessages: count } },
  });
const mapping = {
  EventSourceArn: told.QueueArn,
  FunctionArn: 'arn:aws:lambda:us-east-1:222222222222:function:ofn-audit-report-dispatcher',
  State: 'Enabled',
  FunctionResponseTypes: ['ReportBatchItemFailures'],
};
const alarm = { ActionsEnabled: true, AlarmActions: ['topic'], StateValue: 'OK' };
const read = (
  s3: FakeClient,
  sqs: FakeClient,
  mappings: readonly object[] = [mapping],
  alarms: readonly object[] = [alarm],
) =>
  readReportDelivery({
    account: accounts[1] as Account,
    region: 'us-east-1',
    accounts,
    settings,
    clients: fakeClients({
      ...{ s3, sqs },
      lambda: fakeClient({
        // The last is on a second page.
        ListEventSourceMappings: ({ Marker }: { Marker?: string }) =>
          Marker === 'more'
            ? { EventSourceMappings: mappings.slice(-1) }
            : { EventSourceMappings: mappings.slice(0, -1), NextMarker: 'more' },
      }),
      cloudWatch: fakeClient({ DescribeAlarms: { MetricAlarms: alarms } }),
    }),
  });

describe('report-delivery check', () => {
  it('is on when the bucket notifies the queue, and none has failed', async () => {
    const s3 = bucket({ ...told, QueueArn: 'arn:aws:sqs:us-east-1:222222222222:other' }, told);

    expect(await read(s3, queues('0'))).to.deep.equal({ actual: 'on' });
    expect(s3.commands[0]?.[1]).to.deep.equal({
      Bucket: 'ofn-audit-reports-222222222222',
      ExpectedBucketOwner: '222222222222',
    });
  });

  for (const [what, ...notifications] of [
    ['nothing'],
    ['another queue', { ...told, QueueArn: `${told.QueueArn}-failures` }],
    ['some of the keys', { ...told, Filter: { Key: { FilterRules: [] } } }],
    ['some of the events', { ...told, Events: ['s3:ObjectCreated:Put'] }],
  ] as const) {
    it(`is off when the bucket notifies ${what}`, async () => {
      expect(await read(bucket(...notifications), queues('0'))).to.deep.equal({
        actual: 'off',
        reason:
          'the bucket ofn-audit-reports-222222222222 does not notify the queue ofn-audit-reports',
      });
    });
  }

  it('names a bucket and a queue that are not there, and counts what failed', async () => {
    const none = fakeClient({
      GetBucketNotificationConfiguration: [awsError('NoSuchBucket', 'none')],
    });

    expect(await read(none, queues('2', 'ofn-audit-reports'))).to.deep.equal({
      actual: 'off',
      reason:
        'there is no bucket ofn-audit-reports-222222222222; there is no queue ofn-audit-reports; ' +
        'the queue ofn-audit-reports-failures holds 2 events',
    });
  });

  for (const [what, change, reason] of [
    [
      'is disabled',
      { State: 'Disabled' },
      'the event source mapping of ofn-audit-report-dispatcher is Disabled: enable it',
    ],
    [
      'has a filter',
      { FilterCriteria: { Filters: [{ Pattern: '{}' }] } },
      'the event source mapping of ofn-audit-report-dispatcher has a filter: remove it',
    ],
    [
      'ignores which messages failed',
      { FunctionResponseTypes: [] },
      'the event source mapping of ofn-audit-report-dispatcher lacks ReportBatchItemFailures, so that reports that fail are lost',
    ],
    [
      'is of another queue',
      { EventSourceArn: `${told.QueueArn}-failures` },
      'no event source mapping has ofn-audit-report-dispatcher read the queue ofn-audit-reports',
    ],
  ] as const) {
    it(`is off when the event source mapping ${what}`, async () => {
      const verdict = await read(bucket(told), queues('0'), [{ ...mapping, ...change }]);

      expect(verdict).to.deep.equal({ actual: 'off', reason });
    });
  }

  it('is off when another function takes messages of the queue', async () => {
    const other = { ...mapping, FunctionArn: 'arn:aws:lambda:us-east-1:222222222222:function:x' };

    const verdict = await read(bucket(told), queues('0'), [mapping, other]);

    const reason = 'x reads the queue ofn-audit-reports too';
    expect(verdict).to.deep.equal({ actual: 'off', reason });
  });

  for (const [what, alarms, reason] of [
    ['is not there', [], 'there is no alarm ofn-audit-reports-age'],
    [
      'has no action',
      [{ ...alarm, AlarmActions: [] }],
      'the alarm ofn-audit-reports-age has no action',
    ],
    [
      'may not act',
      [{ ...alarm, ActionsEnabled: false }],
      'the alarm ofn-audit-reports-age has no action',
    ],
    [
      'is in ALARM',
      [{ ...alarm, StateValue: 'ALARM', StateReason: 'Threshold Crossed: 1 datapoint' }],
      'the oldest message of the queue ofn-audit-reports has waited too long: Threshold Crossed: 1 datapoint',
    ],
  ] as const) {
    it(`is off when the alarm on the age of reports ${what}`, async () => {
      const verdict = await read(bucket(told), queues('0'), [mapping], alarms);

      expect(verdict).to.deep.equal({ actual: 'off', reason });
    });
  }

  it('lets a denial through', async () => {
    const denied = fakeClient({
      GetBucketNotificationConfiguration: [awsError('AccessDenied', 'no')],
    });

    const failure = await read(denied, queues('0')).catch((error: Error) => error);

    expect(failure).to.have.property('name', 'AccessDenied');
  });
});
