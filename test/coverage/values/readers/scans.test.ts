import { expect } from 'chai';
import { awsError } from '../../../doubles/aws-client.ts';
import { differences, resource } from './differences.ts';

describe('values of the compute environment and the queue', () => {
  const environment = resource('AWS::Batch::ComputeEnvironment', 'arn', {
    ComputeEnvironmentName: 'scans',
    Type: 'MANAGED',
    State: 'ENABLED',
    ComputeResources: { Type: 'FARGATE', MaxvCpus: 10, SecurityGroupIds: ['sg'], Subnets: ['a'] },
  });
  const environments = (resources: object = {}, change: object = {}) => ({
    batch: {
      DescribeComputeEnvironments: {
        computeEnvironments: [
          {
            ...{ type: 'MANAGED', state: 'ENABLED' },
            computeResources: {
              ...{ type: 'FARGATE', maxvCpus: 10, securityGroupIds: ['sg'], subnets: ['a'] },
              ...resources,
            },
            ...change,
          },
        ],
      },
    },
  });

  it('name capacity, network and state that are not ours', async () => {
    expect(await differences(environment, environments())).to.deep.equal([]);
    expect(await differences(environment, environments({ maxvCpus: 1 }))).to.deep.equal([
      "ComputeResources.MaxvCpus is '1', expected '10'",
    ]);
    expect(await differences(environment, environments({ subnets: ['b'] }))).to.deep.equal([
      "ComputeResources.Subnets has 'b', expected 'a'",
    ]);
    expect(await differences(environment, environments({}, { state: 'DISABLED' }))).to.deep.equal([
      "State is 'DISABLED', expected 'ENABLED'",
    ]);
    expect(
      await differences(environment, {
        batch: { DescribeComputeEnvironments: { computeEnvironments: [] } },
      }),
    ).to.equal('gone');
  });

  const queue = resource('AWS::Batch::JobQueue', 'arn', {
    JobQueueName: 'scans',
    Priority: 1,
    ComputeEnvironmentOrder: [{ Order: 1, ComputeEnvironment: 'ours' }],
  });

  it('name a queue that leads elsewhere, or cancels jobs', async () => {
    const queues = (change: object) => ({
      batch: {
        DescribeJobQueues: {
          jobQueues: [
            {
              ...{ state: 'ENABLED', priority: 1 },
              computeEnvironmentOrder: [{ order: 1, computeEnvironment: 'ours' }],
              ...change,
            },
          ],
        },
      },
    });
    const action = { reason: 'x', state: 'RUNNABLE', maxTimeSeconds: 600, action: 'CANCEL' };

    expect(await differences(queue, queues({}))).to.deep.equal([]);
    expect(
      await differences(
        queue,
        queues({ computeEnvironmentOrder: [{ order: 1, computeEnvironment: 'other' }] }),
      ),
    ).to.deep.equal(["ComputeEnvironmentOrder.ComputeEnvironment is 'other', expected 'ours'"]);
    expect(await differences(queue, queues({ jobStateTimeLimitActions: [action] }))).to.deep.equal([
      'JobStateTimeLimitActions has {"Action":"CANCEL","MaxTimeSeconds":"600","Reason":"x","State":"RUNNABLE"}, which is not ours',
    ]);
  });

  it('name a job definition that is deregistered', async () => {
    const definition = resource('AWS::Batch::JobDefinition', 'arn:1', { Type: 'container' });
    const definitions = (status: string) => ({
      batch: { DescribeJobDefinitions: { jobDefinitions: [{ revision: 1, status }] } },
    });

    expect(await differences(definition, definitions('ACTIVE'))).to.deep.equal([]);
    expect(await differences(definition, definitions('INACTIVE'))).to.equal('gone');
  });
});

describe('values of the project of the image', () => {
  const project = resource('AWS::CodeBuild::Project', 'image', {
    Name: 'image',
    ServiceRole: 'role',
    Source: { Type: 'S3', Location: 'artifacts/source.zip', BuildSpec: 'version: 0.2\n' },
    Environment: {
      ...{ Type: 'LINUX_CONTAINER', ComputeType: 'SMALL', Image: 'standard', PrivilegedMode: true },
      EnvironmentVariables: [{ Name: 'IMAGE', Value: 'ours' }],
    },
    LogsConfig: { CloudWatchLogs: { Status: 'ENABLED', GroupName: 'builds' } },
  });
  const real = {
    serviceRole: 'role',
    source: {
      ...{ type: 'S3', location: 'artifacts/source.zip', buildspec: 'version: 0.2\n' },
      ...{ insecureSsl: false, gitCloneDepth: 0 },
    },
    environment: {
      ...{ type: 'LINUX_CONTAINER', computeType: 'SMALL', image: 'standard', privilegedMode: true },
      environmentVariables: [{ name: 'IMAGE', value: 'ours', type: 'PLAINTEXT' }],
      imagePullCredentialsType: 'CODEBUILD',
    },
    logsConfig: {
      cloudWatchLogs: { status: 'ENABLED', groupName: 'builds' },
      s3Logs: { status: 'DISABLED', encryptionDisabled: false },
    },
  };
  const projects = (change: object = {}) => ({
    codeBuild: { BatchGetProjects: { projects: [{ ...real, ...change }] } },
  });

  it('are the same with what CodeBuild adds', async () => {
    expect(await differences(project, projects())).to.deep.equal([]);
  });

  it('name what is built, and with what', async () => {
    const source = { ...real.source, buildspec: 'version: 0.2 # ours no more' };
    const environment = { ...real.environment, image: 'x' };

    expect(await differences(project, projects({ source }))).to.deep.equal([
      "Source.BuildSpec is 'version: 0.2 # ours no more', expected 'version: 0.2\n'",
    ]);
    expect(await differences(project, projects({ sourceVersion: 'old' }))).to.deep.equal([
      "SourceVersion is 'old', expected nothing",
    ]);
    expect(await differences(project, projects({ environment }))).to.deep.equal([
      "Environment.Image is 'x', expected 'standard'",
    ]);
    expect(
      await differences(project, projects({ projectVisibility: 'PUBLIC_READ' })),
    ).to.deep.equal(["Visibility is 'PUBLIC_READ', expected 'PRIVATE'"]);
    expect(
      await differences(project, { codeBuild: { BatchGetProjects: { projects: [] } } }),
    ).to.equal('gone');
  });
});

describe('values of security groups', () => {
  const out = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443 };
  const group = resource('AWS::EC2::SecurityGroup', 'sg', {
    SecurityGroupEgress: [{ ...out, CidrIp: '0.0.0.0/0', Description: 'APIs' }],
  });
  const found = (change: object = {}) => ({
    ec2: {
      DescribeSecurityGroups: {
        SecurityGroups: [
          {
            IpPermissions: [],
            IpPermissionsEgress: [
              { ...out, IpRanges: [{ CidrIp: '0.0.0.0/0', Description: 'APIs' }] },
            ],
            ...change,
          },
        ],
      },
    },
  });

  it('name who is admitted, and one that is gone', async () => {
    const IpPermissions = [
      { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
    ];
    const gone = { ec2: { DescribeSecurityGroups: awsError('InvalidGroup.NotFound') } };

    expect(await differences(group, found())).to.deep.equal([]);
    expect(await differences(group, found({ IpPermissions }))).to.deep.equal([
      'SecurityGroupIngress has {"CidrIp":"0.0.0.0/0","FromPort":"22","IpProtocol":"tcp","ToPort":"22"}, which is not ours',
    ]);
    expect(await differences(group, gone)).to.equal('gone');
  });
});
