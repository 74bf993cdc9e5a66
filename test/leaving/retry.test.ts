import { expect } from 'chai';
import { deleteAgain } from '../../leaving/retry.ts';
import { type Answers, awsError, fakeClient } from '../doubles/aws-client.ts';
import { accounts } from '../doubles/organization.ts';

const [, { id: accountId = '' } = {}] = accounts;
const stack = { stackName: 'ofn-audit-audit-role', accountId, region: 'us-east-1' };
const StackId = `arn:aws:cloudformation:us-east-1:${accountId}:stack/${stack.stackName}/1`;
const described = (StackStatus: string) => ({ Stacks: [{ StackId, StackStatus }] });
const gone = awsError('ValidationError', `Stack with id ${stack.stackName} does not exist`);

async function again(answers: Answers, of: Partial<Parameters<typeof deleteAgain>[1]> = {}) {
  const { client, commands } = fakeClient(answers);
  const said: string[] = [];
  const left = await deleteAgain([stack], {
    accounts,
    say: (text) => void said.push(text),
    sessions: {
      open: () => Promise.resolve({ clients: () => ({ cloudFormation: client }) as never }),
    },
    ...of,
  });
  return { left, said: said.join('\n'), sent: commands.map(([name]) => name) };
}

describe('a stack that org-formation could not delete', () => {
  it('is deleted again', async () => {
    const { left, sent, said } = await again({
      DescribeStacks: [described('DELETE_FAILED'), described('DELETE_COMPLETE')],
      DeleteStack: {},
    });

    expect(left).to.deep.equal([]);
    expect(sent).to.deep.equal(['DescribeStacks', 'DeleteStack', 'DescribeStacks']);
    expect(said).to.equal('');
  });

  it('is left alone once it is gone', async () => {
    const { left, sent } = await again({ DescribeStacks: [gone] });

    expect(left).to.deep.equal([]);
    expect(sent).to.deep.equal(['DescribeStacks']);
  });

  it('is tried again by the next deployment when it fails again, which says why', async () => {
    const { left, said } = await again({
      DescribeStacks: [described('DELETE_FAILED'), described('DELETE_FAILED')],
      DeleteStack: {},
      DescribeStackEvents: {
        StackEvents: [
          { StackId, PhysicalResourceId: StackId, ResourceStatus: 'DELETE_FAILED' },
          {
            ...{ StackId, PhysicalResourceId: 'x', LogicalResourceId: 'Role' },
            ...{ ResourceStatus: 'DELETE_FAILED', ResourceStatusReason: 'it has a policy' },
          },
        ],
      },
    });

    expect(left).to.deep.equal([stack]);
    expect(said).to.match(
      /^ofn-audit-audit-role of 222222222222 in us-east-1 .+: Role: it has a policy$/,
    );
  });

  it('is tried again when its account cannot be opened, and is forgotten when that is closed', async () => {
    const sessions = { open: () => Promise.reject(awsError('AccessDenied')) };
    const closed = accounts.map((one) => ({ ...one, state: 'SUSPENDED' as const }));

    const denied = await again({}, { sessions });
    const without = await again({}, { sessions, accounts: closed });

    expect(denied.left).to.deep.equal([stack]);
    expect(denied.said).to.match(/AccessDenied/);
    expect(without).to.deep.equal({ left: [], said: '', sent: [] });
  });
});
