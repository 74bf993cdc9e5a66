import { SubmitJobCommand, TerminateJobCommand } from '@aws-sdk/client-batch';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { Context } from '../context.ts';
import { willMakeLinkedRoles } from '../linked-roles.ts';
import { type Question, Unanswered } from '../question.ts';
import { queueFor } from '../queues.ts';
import { outputs, serviceRole } from '../roles.ts';

interface Ended {
  readonly status?: string;
  readonly jobId?: string;
  readonly arrayProperties?: { readonly index?: number; readonly size?: number };
}

const batch = ({ prefix }: Context) => ({
  Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.255.0.0/28' } },
  Subnet: {
    Type: 'AWS::EC2::Subnet',
    Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.255.0.0/28' },
  },
  Group: {
    Type: 'AWS::EC2::SecurityGroup',
    Properties: { GroupDescription: 'asked', VpcId: { Ref: 'Vpc' } },
  },
  Execution: serviceRole('ecs-tasks.amazonaws.com', []),
  Environment: {
    Type: 'AWS::Batch::ComputeEnvironment',
    Properties: {
      ...{ ComputeEnvironmentName: prefix, Type: 'MANAGED', State: 'ENABLED' },
      ComputeResources: {
        ...{ Type: 'FARGATE', MaxvCpus: 1, Subnets: [{ Ref: 'Subnet' }] },
        SecurityGroupIds: [{ 'Fn::GetAtt': ['Group', 'GroupId'] }],
      },
    },
  },
  JobQueue: {
    Type: 'AWS::Batch::JobQueue',
    Properties: {
      ...{ JobQueueName: prefix, State: 'ENABLED', Priority: 1 },
      ComputeEnvironmentOrder: [{ Order: 1, ComputeEnvironment: { Ref: 'Environment' } }],
    },
  },
  Definition: {
    Type: 'AWS::Batch::JobDefinition',
    Properties: {
      ...{ JobDefinitionName: prefix, Type: 'container', PlatformCapabilities: ['FARGATE'] },
      ContainerProperties: {
        // Never pulled: the subnet has no way out, and the job is terminated.
        Image: 'public.ecr.aws/docker/library/busybox:stable',
        ExecutionRoleArn: { 'Fn::GetAtt': ['Execution', 'Arn'] },
        ResourceRequirements: [
          { Type: 'VCPU', Value: '0.25' },
          { Type: 'MEMORY', Value: '512' },
        ],
      },
    },
  },
});

export const batchParentEndEvent: Question = {
  id: 'batch-parent-end-event',
  question: 'Does the parent of an array job of AWS Batch have an event of its own when it ends?',
  answers: {
    yes: 'an event of the parent, without an index',
    no: 'events of its children alone',
  },
  where: 'sandbox',
  makes:
    'an empty VPC, a compute environment and a job queue of Fargate, a job that is terminated, a rule and a queue',
  seconds: 600,
  usd: 0.02,
  async ask(context) {
    const { clients, makeStack, prefix, until } = context;
    await willMakeLinkedRoles(context, 'AWSServiceRoleForBatch', 'AWSServiceRoleForECS');
    const { queue } = await makeStack({
      Resources: {
        ...batch(context),
        ...queueFor('Queue', 'events.amazonaws.com', {
          ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': ['Rule', 'Arn'] } },
        }),
        Rule: {
          Type: 'AWS::Events::Rule',
          Properties: {
            EventPattern: {
              source: ['aws.batch'],
              'detail-type': ['Batch Job State Change'],
              detail: { jobQueue: [{ Ref: 'JobQueue' }], status: ['SUCCEEDED', 'FAILED'] },
            },
            Targets: [{ Id: 'Queue', Arn: { 'Fn::GetAtt': ['Queue', 'Arn'] } }],
          },
        },
      },
      Outputs: outputs({ queue: { Ref: 'Queue' } }),
    });
    const job = { jobName: prefix, jobQueue: prefix, jobDefinition: prefix };
    const { jobId = '' } = await clients.batch.send(
      new SubmitJobCommand({ ...job, arrayProperties: { size: 2 } }),
    );
    await clients.batch.send(new TerminateJobCommand({ jobId, reason: 'asked' }));
    const ended: Ended[] = [];
    const parent = await until(async () => {
      ended.push(...(await endedIn(context, queue)));
      return ended.find((one) => one.jobId === jobId);
    }, 180);
    if (ended.length === 0) {
      throw new Unanswered('no job has ended within three minutes');
    }
    const said = `${ended.length} events: ${JSON.stringify(ended.map((one) => one.arrayProperties))}`;
    return { answer: parent && parent.arrayProperties?.index === undefined ? 'yes' : 'no', said };
  },
};

async function endedIn({ clients }: Context, QueueUrl: string | undefined): Promise<Ended[]> {
  const { Messages = [] } = await clients.sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
  );
  return Messages.map(({ Body = '{}' }) => (JSON.parse(Body) as { detail?: Ended }).detail ?? {});
}
