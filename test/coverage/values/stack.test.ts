import { expect } from 'chai';
import { readDifferences } from '../../../coverage/values/stack.ts';
import { describeDifferences } from '../../../coverage/values/verdict.ts';
import { CopiedValue, evaluate, Unresolved } from '../../../preflight/deployment/intrinsics.ts';
import type { Known, WantedResource, WantedStack } from '../../../preflight/deployment/stacks.ts';
import { type Answers, awsError } from '../../doubles/aws-client.ts';
import { clientsWith } from './readers/differences.ts';

const wanted = (
  logicalId: string,
  type: string,
  properties: Readonly<Record<string, unknown>> = {},
  more: Partial<WantedResource> = {},
): WantedResource => ({
  ...{ logicalId, type, isCertain: true, isRepeated: false, outlives: false, ...more },
  properties: Object.keys(properties),
  property: (name, known?: Known) =>
    evaluate(properties[name], {
      reference: (reference) => {
        const [id = '', attribute] = reference.split('.');
        return (
          known?.parameters?.[reference] ??
          known?.attribute(id, attribute) ??
          new Unresolved(reference)
        );
      },
      condition: () => true,
      text: String,
      include: () => undefined,
      md5: () => '',
      mappings: {},
    }),
});
const stack = (
  resources: readonly WantedResource[],
  stackName = 'audit-x',
  copies: readonly CopiedValue[] = [],
): WantedStack => ({
  ...{ capability: 'x', stackName, accountId: '444444444444', region: 'us-east-1', resources },
  copies,
});
const listed = (LogicalResourceId: string, PhysicalResourceId: string, more: object = {}) => ({
  ...{ LogicalResourceId, PhysicalResourceId, ResourceStatus: 'CREATE_COMPLETE', ...more },
});

async function read(stacks: readonly WantedStack[], answers: Readonly<Record<string, Answers>>) {
  const found = await readDifferences(stacks, {
    accountId: '444444444444',
    region: 'us-east-1',
    partition: 'aws',
    clients: clientsWith(answers),
    exports: async (accountId, region) => new Map([['topic', `${region}:${accountId}:alerts`]]),
  });
  return describeDifferences(found);
}

const created = (...StackResourceSummaries: object[]) => ({
  ListStackResources: { StackResourceSummaries },
});

describe('the stacks of a place', () => {
  it('are as deployed', async () => {
    const groups = { DescribeLogGroups: { logGroups: [{ logGroupName: 'g' }] } };

    expect(
      await read([stack([wanted('Group', 'AWS::Logs::LogGroup')])], {
        cloudFormation: created(listed('Group', 'g')),
        cloudWatchLogs: groups,
      }),
    ).to.equal(undefined);
  });

  it('come back with ForceDeploy when one was deleted by hand', async () => {
    const ListStackResources = awsError('ValidationError', 'Stack with id audit-x does not exist');

    expect(
      await read([stack([wanted('Group', 'AWS::Logs::LogGroup')])], {
        cloudFormation: { ListStackResources },
      }),
    ).to.equal('stack audit-x does not exist: deploy its task with ForceDeploy: true');
  });

  it('are not judged by other errors', async () => {
    const ListStackResources = awsError('AccessDenied', 'no');

    const error = await read([stack([])], { cloudFormation: { ListStackResources } }).catch(
      (caught) => caught,
    );

    expect(error).to.equal(ListStackResources);
  });

  it('name what the stack has more or less than the template, and what failed in it', async () => {
    const resources = [
      wanted('A', 'X'),
      wanted('B', 'X'),
      wanted('Perhaps', 'X', {}, { isCertain: false }),
      wanted('Member', 'X', {}, { isCertain: false, isRepeated: true }),
    ];
    const cloudFormation = created(
      listed('A', 'a', { ResourceStatus: 'UPDATE_FAILED' }),
      listed('B', 'b', { ResourceStatus: 'DELETE_COMPLETE' }),
      listed('Member111111111111', 'm'),
      listed('Old', 'o'),
    );

    expect(await read([stack(resources)], { cloudFormation })).to.equal(
      'stack audit-x: B is in the template, and not in the stack; Old is in the stack, and not in ' +
        'the template; A is UPDATE_FAILED in CloudFormation; revert its drift (coverage/README.md, Repairs)',
    );
  });

  it('know each other by their physical ids', async () => {
    const resources = [
      wanted('Queue', 'AWS::SQS::Queue'),
      wanted('Policy', 'AWS::SQS::QueuePolicy', {
        Queues: [{ Ref: 'Queue' }],
        PolicyDocument: { Statement: [{ Resource: { 'Fn::GetAtt': ['Queue', 'Arn'] } }] },
      }),
    ];
    const url = 'https://sqs.us-east-1.amazonaws.com/444444444444/made-up';
    const asked: unknown[] = [];
    const Policy = JSON.stringify({ Statement: [{ Resource: 'arn:aws:sqs:us-east-1:9:x' }] });

    const text = await read([stack(resources)], {
      cloudFormation: created(listed('Queue', url), listed('Policy', 'p')),
      sqs: {
        GetQueueAttributes: ({ QueueUrl }: { QueueUrl: string }) => {
          asked.push(QueueUrl);
          const defaults = { VisibilityTimeout: '30', MessageRetentionPeriod: '345600' };
          return { Attributes: { ...defaults, DelaySeconds: '0', Policy } };
        },
      },
    });

    expect(asked).to.deep.equal([url, url]);
    expect(text).to.equal(
      "stack audit-x: Policy PolicyDocument.Statement.Resource has 'arn:aws:sqs:us-east-1:9:x', expected " +
        "'arn:aws:sqs:us-east-1:444444444444:made-up'; revert its drift (coverage/README.md, Repairs)",
    );
  });

  it('have the code that they were deployed with, whatever is built here', async () => {
    const Code = { S3Bucket: 'code', S3Key: { Ref: 'codeKey' } };
    const resources = [wanted('Function', 'AWS::Lambda::Function', { Code })];
    const asked: unknown[] = [];

    const text = await read([stack(resources)], {
      cloudFormation: {
        ...created(listed('Function', 'f')),
        DescribeStacks: {
          Stacks: [{ Parameters: [{ ParameterKey: 'codeKey', ParameterValue: 'f-1.zip' }] }],
        },
      },
      lambda: {
        GetFunctionConfiguration: { Architectures: ['x86_64'], MemorySize: 128, Timeout: 3 },
        GetFunctionConcurrency: {},
        GetPolicy: awsError('ResourceNotFoundException'),
      },
      s3: {
        GetObject: ({ Key }: { Key: string }) => {
          asked.push(Key);
          return awsError('NoSuchKey');
        },
      },
    });

    expect(asked).to.deep.equal(['f-1.zip']);
    expect(text).to.match(/^stack audit-x: Function Code is 'that of an archive which is gone: /);
  });

  it('have what they copy from the exports of other stacks', async () => {
    const copies = [new CopiedValue('topic', '222222222222'), new CopiedValue('gone')];
    const [topic, gone] = copies as [CopiedValue, CopiedValue];
    const alarm = (logicalId: string, copy: CopiedValue): WantedResource => ({
      ...wanted(logicalId, 'AWS::CloudWatch::Alarm', { AlarmActions: [] }),
      property: (_, known) => [known?.copied?.(copy) ?? copy],
    });
    const resources = [alarm('A', topic), alarm('B', gone)];
    const MetricAlarms = ['a', 'b'].map((AlarmName) => ({
      ...{ AlarmName, ActionsEnabled: true, AlarmActions: ['elsewhere'] },
    }));

    const text = await read([stack(resources, 'audit-x', copies)], {
      cloudFormation: created(listed('A', 'a'), listed('B', 'b')),
      cloudWatch: { DescribeAlarms: { MetricAlarms }, ListAlarmMuteRules: {} },
    });

    expect(text).to.equal(
      "stack audit-x: A AlarmActions has 'elsewhere', expected 'us-east-1:222222222222:alerts'; revert " +
        'its drift (coverage/README.md, Repairs)',
    );
  });

  it('of a StackSet are known by the names of their resources', async () => {
    const name = 'StackSet-audit-account-reports';
    const resources = [
      wanted('Group', 'AWS::Logs::LogGroup', { LogGroupName: 'g', RetentionInDays: 1 }),
    ];

    const text = await read([stack(resources, name)], {
      cloudWatchLogs: { DescribeLogGroups: { logGroups: [] } },
    });

    expect(text).to.match(/^stack StackSet-audit-account-reports: Group does not exist; /);
  });

  it('are read together', async () => {
    const asked: unknown[] = [];
    const alarm = (name: string) =>
      stack([wanted('Alarm', 'AWS::CloudWatch::Alarm', { AlarmName: name })], name);

    const text = await read([alarm('a'), alarm('b')], {
      cloudFormation: {
        ListStackResources: ({ StackName }: { StackName: string }) => ({
          StackResourceSummaries: [listed('Alarm', StackName)],
        }),
      },
      cloudWatch: {
        ListAlarmMuteRules: {},
        DescribeAlarms: ({ AlarmNames }: { AlarmNames: string[] }) => {
          asked.push(AlarmNames);
          return { MetricAlarms: [{ AlarmName: 'a', ActionsEnabled: true }] };
        },
      },
    });

    expect(asked).to.deep.equal([['a', 'b']]);
    expect(text).to.match(/^stack b: Alarm does not exist; /);
  });
});
