import {
  DescribeComputeEnvironmentsCommand,
  DescribeJobDefinitionsCommand,
  DescribeJobQueuesCommand,
} from '@aws-sdk/client-batch';
import { BatchGetProjectsCommand, type Project } from '@aws-sdk/client-codebuild';
import { DescribeSecurityGroupsCommand, type IpPermission } from '@aws-sdk/client-ec2';
import type { Reader } from '../types.ts';
import { each, type Fields, fields, pascal, picked, textOf, unless } from './each.ts';

const computeEnvironment: Reader = {
  compared: {
    Type: {},
    State: { absent: 'ENABLED' },
    ComputeResources: {
      normal: (value) => picked(value, ['Type', 'MaxvCpus', 'SecurityGroupIds', 'Subnets']),
    },
  },
  skipped: {
    ComputeEnvironmentName: 'it is read by it',
    ReplaceComputeEnvironment: 'it is about updates',
  },
  read: each(async (resource, { clients }) => {
    const name = textOf(resource, 'ComputeEnvironmentName') ?? resource.id;
    const { computeEnvironments: [one] = [] } = await clients.batch.send(
      new DescribeComputeEnvironmentsCommand({ computeEnvironments: [name] }),
    );
    return one && (pascal(one) as Fields);
  }),
};

const jobQueue: Reader = {
  compared: {
    State: { absent: 'ENABLED' },
    Priority: {},
    ComputeEnvironmentOrder: {},
    JobStateTimeLimitActions: { absent: [] },
  },
  skipped: { JobQueueName: 'it is read by it' },
  read: each(async (resource, { clients }) => {
    const name = textOf(resource, 'JobQueueName') ?? resource.id;
    const { jobQueues: [one] = [] } = await clients.batch.send(
      new DescribeJobQueuesCommand({ jobQueues: [name] }),
    );
    return one && (pascal(one) as Fields);
  }),
};

const sameRevision = 'a revision can not be changed, and the function names its own';

const jobDefinition: Reader = {
  compared: {},
  skipped: {
    JobDefinitionName: sameRevision,
    Type: sameRevision,
    PlatformCapabilities: sameRevision,
    RetryStrategy: sameRevision,
    Timeout: sameRevision,
    ContainerProperties: sameRevision,
  },
  // One that is deregistered starts no job.
  read: each(async ({ id }, { clients }) => {
    const { jobDefinitions: [one] = [] } = await clients.batch.send(
      new DescribeJobDefinitionsCommand({ jobDefinitions: [id] }),
    );
    return one?.status === 'ACTIVE' ? {} : undefined;
  }),
};

// What AWS adds, such as defaults of Git sources, is left out.
const sourceOf = (value: unknown): Fields => picked(value, ['Type', 'Location', 'BuildSpec']);

function environmentOf(value: unknown): Fields {
  const { EnvironmentVariables } = fields(value);
  const variables = Array.isArray(EnvironmentVariables) ? EnvironmentVariables : [];
  return {
    ...picked(value, ['Type', 'ComputeType', 'Image', 'PrivilegedMode', 'Certificate']),
    EnvironmentVariables: variables.map((one) => {
      const { Name, Value, Type = 'PLAINTEXT' } = fields(one);
      return { Name, Value, Type };
    }),
  };
}

const project: Reader = {
  compared: {
    ServiceRole: {},
    Source: { normal: sourceOf },
    // Another version of the object.
    SourceVersion: { absent: '' },
    SecondarySources: { absent: [] },
    Environment: { normal: environmentOf },
    Artifacts: { normal: (value) => picked(value, ['Type', 'Location']) },
    LogsConfig: {
      normal: (value) => picked(fields(value)['CloudWatchLogs'], ['Status', 'GroupName']),
    },
    TimeoutInMinutes: {},
    QueuedTimeoutInMinutes: {},
    Visibility: { absent: 'PRIVATE' },
  },
  skipped: { Name: 'it is read by it', Description: 'nothing depends on it' },
  read: each(async ({ id }, { clients }) => {
    const { projects: [one] = [] } = await clients.codeBuild.send(
      new BatchGetProjectsCommand({ names: [id] }),
    );
    return one && projectOf(one);
  }),
};

const projectOf = ({ source, projectVisibility = 'PRIVATE', ...same }: Project): Fields => ({
  ...(pascal(same) as Fields),
  Source: source && { ...(pascal(source) as Fields), BuildSpec: source.buildspec },
  Visibility: projectVisibility,
});

const securityGroup: Reader = {
  compared: { SecurityGroupIngress: { absent: [] }, SecurityGroupEgress: {} },
  skipped: {
    GroupName: 'it can not be changed',
    GroupDescription: 'it can not be changed',
    VpcId: 'it can not be changed',
  },
  read: each(async ({ id }, { clients }) => {
    const found = await unless(['InvalidGroup.NotFound', 'InvalidGroupId.NotFound'], () =>
      clients.ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [id] })),
    );
    const [one] = found?.SecurityGroups ?? [];
    return (
      one && {
        SecurityGroupIngress: one.IpPermissions?.flatMap(rulesOf),
        SecurityGroupEgress: one.IpPermissionsEgress?.flatMap(rulesOf),
      }
    );
  }),
};

/** One rule for each source or destination, as a template has it. */
function rulesOf(permission: IpPermission): Fields[] {
  const { IpProtocol, FromPort, ToPort } = permission;
  const ends: readonly Fields[] = [
    ...(permission.IpRanges ?? []).map(({ CidrIp, Description }) => ({ CidrIp, Description })),
    ...(permission.Ipv6Ranges ?? []).map(({ CidrIpv6, Description }) => ({
      ...{ CidrIpv6, Description },
    })),
    ...(permission.PrefixListIds ?? []).map(({ PrefixListId, Description }) => ({
      ...{ PrefixListId, Description },
    })),
    ...(permission.UserIdGroupPairs ?? []).map(({ GroupId, Description }) => ({
      ...{ GroupId, Description },
    })),
  ];
  return ends.map((end) => ({ IpProtocol, FromPort, ToPort, ...end }));
}

export const scanReaders: Readonly<Record<string, Reader>> = {
  'AWS::Batch::ComputeEnvironment': computeEnvironment,
  'AWS::Batch::JobDefinition': jobDefinition,
  'AWS::Batch::JobQueue': jobQueue,
  'AWS::CodeBuild::Project': project,
  'AWS::EC2::SecurityGroup': securityGroup,
};
