import { expect } from 'chai';
import { takeBack } from '../../adopt/take-back.ts';
import type { LeftStack } from '../../adopt/types.ts';
import type { Clients } from '../../organization/types.ts';
import { type Answers, fakeClient } from '../doubles/aws-client.ts';
import { failureOf } from '../doubles/failure-of.ts';

const left: LeftStack = {
  stack: {
    capability: 'findings',
    stackName: 'ofn-audit-finding-bucket',
    accountId: '333333333333',
    region: 'us-east-1',
  },
  hasRemains: false,
  resources: [
    {
      logicalId: 'Bucket',
      type: 'AWS::S3::Bucket',
      identifier: { BucketName: 'b' },
      properties: { BucketName: 'b' },
    },
  ],
};

const stacks = (...statuses: string[]) =>
  statuses.map((StackStatus) => ({ Stacks: [{ StackId: 'arn:stack', StackStatus }] }));
const change = { CreateChangeSet: {}, DescribeChangeSet: { Status: 'CREATE_COMPLETE' } };

describe('taking back what a stack left behind', () => {
  function prepared(answers: Answers) {
    const { client, commands } = fakeClient<Clients['cloudFormation']>(answers);
    const pauses: number[] = [];
    const sleep = async (ms: number) => void pauses.push(ms);
    return {
      commands,
      pauses,
      names: () => commands.map(([name]) => name),
      take: (what = left, looks?: number) =>
        takeBack(client, what, { sleep, ...(looks !== undefined && { looks }) }),
    };
  }

  it('imports these resources alone, each retained, and without outputs', async () => {
    const { take, commands, pauses } = prepared({
      ...change,
      ExecuteChangeSet: {},
      DescribeStacks: stacks('REVIEW_IN_PROGRESS', 'IMPORT_IN_PROGRESS', 'IMPORT_COMPLETE'),
    });

    await take();

    const [, { TemplateBody, ...input }] = commands[0] ?? ['', {}];
    expect(input).to.deep.equal({
      StackName: 'ofn-audit-finding-bucket',
      ChangeSetName: 'adopt',
      ChangeSetType: 'IMPORT',
      ResourcesToImport: [
        {
          LogicalResourceId: 'Bucket',
          ResourceType: 'AWS::S3::Bucket',
          ResourceIdentifier: { BucketName: 'b' },
        },
      ],
    });
    const { Resources, Outputs } = JSON.parse(String(TemplateBody));
    expect(Outputs).to.equal(undefined);
    expect(Resources).to.deep.equal({
      Bucket: {
        Type: 'AWS::S3::Bucket',
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
        Properties: { BucketName: 'b' },
      },
    });
    expect(pauses).to.deep.equal([1000, 1000]);
  });

  it('deletes a first creation that was rolled back, and waits for that', async () => {
    const { take, names } = prepared({
      ...change,
      DeleteStack: {},
      ExecuteChangeSet: {},
      DescribeStacks: stacks(
        'ROLLBACK_COMPLETE',
        'DELETE_IN_PROGRESS',
        'DELETE_COMPLETE',
        'IMPORT_COMPLETE',
      ),
    });

    await take({ ...left, hasRemains: true });

    expect(names().slice(0, 5)).to.deep.equal([
      'DescribeStacks',
      'DeleteStack',
      'DescribeStacks',
      'DescribeStacks',
      'CreateChangeSet',
    ]);
  });

  it('leaves no stack of a change set that CloudFormation refuses', async () => {
    const { take, names } = prepared({
      CreateChangeSet: {},
      DescribeChangeSet: { Status: 'FAILED', StatusReason: 'no such bucket' },
      DeleteStack: {},
      DescribeStacks: stacks('REVIEW_IN_PROGRESS', 'DELETE_COMPLETE'),
    });

    const failure = await failureOf(take());

    expect(failure.message).to.equal(
      'CloudFormation refuses to import into ofn-audit-finding-bucket: no such bucket',
    );
    expect(names()).to.include('DeleteStack').and.not.include('ExecuteChangeSet');
  });

  it('leaves no stack of an import that fails, and says which resource failed it', async () => {
    const { take, names } = prepared({
      ...change,
      ExecuteChangeSet: {},
      DescribeStackEvents: {
        StackEvents: [
          {
            LogicalResourceId: 'Bucket',
            ResourceStatus: 'IMPORT_FAILED',
            ResourceStatusReason: 'b already exists in stack s',
          },
        ],
      },
      DeleteStack: {},
      DescribeStacks: stacks(
        'IMPORT_ROLLBACK_COMPLETE',
        'IMPORT_ROLLBACK_COMPLETE',
        'DELETE_COMPLETE',
      ),
    });

    const failure = await failureOf(take());

    expect(failure.message).to.equal(
      'The import into ofn-audit-finding-bucket failed, with IMPORT_ROLLBACK_COMPLETE: Bucket: b already exists in stack s',
    );
    expect(names().at(-2)).to.equal('DeleteStack');
  });

  it('gives up on a stack that does not end', async () => {
    const { take } = prepared({
      CreateChangeSet: {},
      DescribeChangeSet: { Status: 'CREATE_PENDING' },
      DeleteStack: {},
      DescribeStacks: stacks('REVIEW_IN_PROGRESS', 'DELETE_COMPLETE'),
    });

    const failure = await failureOf(take(left, 2));

    expect(failure.message).to.match(/^CloudFormation has not finished after 2 looks/);
  });
});
