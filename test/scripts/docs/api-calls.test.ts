import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { actionOf, callsOf } from '../../../scripts/docs/api-calls.ts';
import { permissions } from '../../../scripts/docs/pages.ts';
import { loadReference } from '../../../scripts/policy-lint/reference.ts';

const root = path.join(import.meta.dirname, '../../..');

const files: Readonly<Record<string, string>> = {
  'checks/a.ts': `import {
  GetQueueUrlCommand,
  ListQueuesCommand,
} from '@aws-sdk/client-sqs';
import { lack } from './b.ts';

const first = 1;

export async function readFirst(sqs: Sqs) {
  await sqs.send(new GetQueueUrlCommand({}));
  return helped();
}

export async function readSecond(sqs: Sqs) {
  return sqs.send(new ListQueuesCommand({}));
}

function helped() {
  return lack(first);
}
`,
  'checks/b.ts': `import { HeadBucketCommand } from '@aws-sdk/client-s3';
import type { GetObjectCommand } from '@aws-sdk/client-s3';

export const lack = (s3: S3) => s3.send(new HeadBucketCommand({}));
`,
};

describe('the calls of a reader', () => {
  it('are its own, and those of what it uses, also of other modules', () => {
    const calls = callsOf('checks/a.ts', 'readFirst', (file) => files[file] ?? '');

    expect(calls).to.deep.equal([
      { client: 'sqs', operation: 'GetQueueUrl' },
      { client: 's3', operation: 'HeadBucket' },
    ]);
  });

  it('need actions that are named after them, but where AWS has other names', () => {
    const actions = [
      { client: 'sqs', operation: 'GetQueueUrl' },
      { client: 's3', operation: 'HeadBucket' },
      { client: 'cloudwatch-logs', operation: 'DescribeMetricFilters' },
    ].map(actionOf);

    expect(actions).to.deep.equal([
      'sqs:GetQueueUrl',
      's3:ListBucket',
      'logs:DescribeMetricFilters',
    ]);
  });

  it('need actions that the Service Authorization Reference knows, of each row of the ledger', async () => {
    const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
    const rows = permissions(root, read);
    const actions = new Set(rows.flatMap(({ calls }) => calls.map(actionOf)));
    const services = [...actions].map((action) => action.split(':')[0] ?? '');
    const reference = await loadReference(services, []);

    const unknown = [...actions].filter((action) => reference.actionsOf(action).length !== 1);

    expect(unknown).to.deep.equal([]);
    expect(rows.filter(({ calls }) => calls.length === 0)).to.deep.equal([]);
  });
});
