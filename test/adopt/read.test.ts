import { expect } from 'chai';
import { readLeft } from '../../adopt/read.ts';
import type { WantedStack } from '../../preflight/deployment/stacks.ts';
import { type Answers, awsError, fakeClient } from '../doubles/aws-client.ts';
import { fakeSessions } from '../doubles/organization.ts';

const queue = (more: object = {}) => ({
  ...{ logicalId: 'Queue', type: 'AWS::SQS::Queue', isCertain: true, isRepeated: false },
  ...{ outlives: true, properties: ['QueueName'], property: () => 'q', ...more },
});
const stack = (more: Partial<WantedStack> = {}): WantedStack => ({
  ...{ capability: 'alerts', stackName: 'ofn-audit-alerts-region', copies: [] },
  ...{ accountId: '222222222222', region: 'us-east-1', resources: [queue()], ...more },
});
const absent = awsError('ValidationError', 'Stack with id ofn-audit-alerts-region does not exist');

describe('looking for what stacks left behind', () => {
  async function read(stacks: readonly WantedStack[], answers: Answers) {
    const cloudFormation = fakeClient(answers);
    const sqs = fakeClient({ GetQueueUrl: { QueueUrl: 'https://sqs/q' } });
    const opened: string[] = [];
    const sessions = fakeSessions({ cloudFormation, sqs }, (id) => void opened.push(id));
    const found = await readLeft(stacks, sessions, () => undefined);
    return { found: found.map((one) => [one.stack.stackName, one.hasRemains]), opened };
  }

  const inStatus = (StackStatus: string, ...statuses: string[]): Answers => ({
    DescribeStacks: { Stacks: [{ StackStatus }] },
    ListStackResources: {
      StackResourceSummaries: statuses.map((ResourceStatus) => ({ ResourceStatus })),
    },
  });

  it('finds it where the stack is not there', async () => {
    const { found } = await read([stack()], { DescribeStacks: absent });

    expect(found).to.deep.equal([['ofn-audit-alerts-region', false]]);
  });

  it('finds it where a first creation was rolled back', async () => {
    const { found } = await read([stack()], inStatus('ROLLBACK_COMPLETE', 'DELETE_SKIPPED'));

    expect(found).to.deep.equal([['ofn-audit-alerts-region', true]]);
  });

  it('leaves a stack alone that is deployed, or has something', async () => {
    const deployed = await read([stack()], inStatus('UPDATE_COMPLETE'));
    const imported = await read([stack()], inStatus('IMPORT_ROLLBACK_COMPLETE', 'CREATE_COMPLETE'));

    expect([...deployed.found, ...imported.found]).to.deep.equal([]);
  });

  it('opens no account of which nothing could be left', async () => {
    const { found, opened } = await read(
      [
        stack({ resources: [queue({ outlives: false }), queue({ isRepeated: true })] }),
        stack({ stackName: 'StackSet-ofn-audit-account-reports' }),
      ],
      {},
    );

    expect(found).to.deep.equal([]);
    expect(opened).to.deep.equal([]);
  });
});
