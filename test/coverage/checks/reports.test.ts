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
const read = (s3: FakeClient, sqs: FakeClient) =>
  readReportDelivery({
    account: accounts[1] as Account,
    region: 'us-east-1',
    accounts,
    settings,
    clients: fakeClients({ s3, sqs }),
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

  it('lets a denial through', async () => {
    const denied = fakeClient({
      GetBucketNotificationConfiguration: [awsError('AccessDenied', 'no')],
    });

    const failure = await read(denied, queues('0')).catch((error: Error) => error);

    expect(failure).to.have.property('name', 'AccessDenied');
  });
});
