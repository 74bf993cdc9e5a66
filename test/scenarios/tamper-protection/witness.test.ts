import { expect } from 'chai';
import { trailRecordOf } from '../../end-to-end/sabotage/witness.ts';

const place = { accountId: '222222222222', region: 'us-east-1' };

describe('the record that CloudTrail has of a damage', () => {
  for (const [client, operation, eventSource, eventName] of [
    ['lambda', 'AddPermission', 'lambda', 'AddPermission20150331v2'],
    ['lambda', 'PutFunctionEventInvokeConfig', 'lambda', 'PutFunctionEventInvokeConfig'],
    ['s3', 'PutBucketLifecycleConfiguration', 's3', 'PutBucketLifecycle'],
    ['s3', 'PutBucketPolicy', 's3', 'PutBucketPolicy'],
    ['cloudWatch', 'DeleteAlarms', 'monitoring', 'DeleteAlarms'],
  ] as const) {
    it(`has CloudTrail's name of the call: ${eventName}`, () => {
      const record = trailRecordOf({ client, operation, input: { Name: 'any' } }, place);

      expect(record).to.include({ eventSource: `${eventSource}.amazonaws.com`, eventName });
      expect(record['requestParameters']).to.deep.equal({ name: 'any' });
    });
  }
});
