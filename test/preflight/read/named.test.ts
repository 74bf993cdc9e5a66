import { expect } from 'chai';
import { attempts } from '../../../preflight/read/attempts.ts';
import { namedReaders, readNamed } from '../../../preflight/read/named.ts';
import { commonPrefix } from '../../../preflight/read/named-readers.ts';
import type { Answers } from '../../doubles/aws-client.ts';
import { awsError, fakeClient } from '../../doubles/aws-client.ts';
import { placeOf, wantedName, wantedOf } from './place.ts';

const clientNames = {
  Athena: 'athena',
  Batch: 'batch',
  CloudWatch: 'cloudWatch',
  Config: 'configService',
  DynamoDB: 'dynamoDb',
  CodeBuild: 'codeBuild',
  ECR: 'ecr',
  Events: 'eventBridge',
  Glue: 'glue',
  KMS: 'kms',
  Lambda: 'lambda',
  Logs: 'cloudWatchLogs',
  SNS: 'sns',
  SQS: 'sqs',
} as const;

/** What a service answers that has `ours`, and not `gone`; and the questions. */
const services: Readonly<Record<string, { answers: Answers; asked: object[] }>> = {
  'AWS::Athena::WorkGroup': {
    answers: { ListWorkGroups: { WorkGroups: [{ Name: 'primary' }, { Name: 'ours' }] } },
    asked: [{}],
  },
  'AWS::Batch::ComputeEnvironment': {
    answers: {
      DescribeComputeEnvironments: { computeEnvironments: [{ computeEnvironmentName: 'ours' }] },
    },
    asked: [{ computeEnvironments: ['ours', 'gone'] }],
  },
  'AWS::Batch::JobDefinition': {
    answers: {
      DescribeJobDefinitions: ({ jobDefinitionName }: { jobDefinitionName: string }) => ({
        jobDefinitions: jobDefinitionName === 'ours' ? [{ jobDefinitionName }] : [],
      }),
    },
    asked: [
      { jobDefinitionName: 'ours', status: 'ACTIVE' },
      { jobDefinitionName: 'gone', status: 'ACTIVE' },
    ],
  },
  'AWS::Batch::JobQueue': {
    answers: { DescribeJobQueues: { jobQueues: [{ jobQueueName: 'ours' }] } },
    asked: [{ jobQueues: ['ours', 'gone'] }],
  },
  'AWS::CloudWatch::Alarm': {
    answers: { DescribeAlarms: { MetricAlarms: [{ AlarmName: 'ours' }] } },
    asked: [{ AlarmNames: ['ours', 'gone'] }],
  },
  'AWS::CodeBuild::Project': {
    answers: { BatchGetProjects: { projects: [{ name: 'ours' }], projectsNotFound: ['gone'] } },
    asked: [{ names: ['ours', 'gone'] }],
  },
  'AWS::Config::StoredQuery': {
    answers: { ListStoredQueries: { StoredQueryMetadata: [{ QueryName: 'ours' }] } },
    asked: [{}],
  },
  'AWS::DynamoDB::Table': {
    answers: {
      DescribeTable: ({ TableName }: { TableName: string }) =>
        TableName === 'ours' ? {} : awsError('ResourceNotFoundException'),
    },
    asked: [{ TableName: 'ours' }, { TableName: 'gone' }],
  },
  'AWS::ECR::Repository': {
    answers: {
      DescribeRepositories: ({ repositoryNames: [name] }: { repositoryNames: string[] }) =>
        name === 'ours' ? {} : awsError('RepositoryNotFoundException'),
    },
    asked: [{ repositoryNames: ['ours'] }, { repositoryNames: ['gone'] }],
  },
  'AWS::Events::EventBus': {
    answers: { ListEventBuses: { EventBuses: [{ Name: 'ours' }, { Name: 'ours-2' }] } },
    asked: [{}],
  },
  'AWS::Events::Rule': {
    answers: { ListRules: { Rules: [{ Name: 'ours' }] } },
    asked: [{}],
  },
  'AWS::Glue::Database': {
    answers: {
      GetDatabase: ({ Name }: { Name: string }) =>
        Name === 'ours' ? {} : awsError('EntityNotFoundException'),
    },
    asked: [{ Name: 'ours' }, { Name: 'gone' }],
  },
  'AWS::KMS::Alias': {
    answers: {
      ListAliases: [
        { Aliases: [{ AliasName: 'alias/aws/s3' }], NextMarker: 'more' },
        { Aliases: [{ AliasName: 'ours' }] },
      ],
    },
    asked: [{ Limit: 100 }, { Marker: 'more', Limit: 100 }],
  },
  'AWS::Lambda::Function': {
    answers: {
      GetFunctionConfiguration: ({ FunctionName }: { FunctionName: string }) =>
        FunctionName === 'ours' ? {} : awsError('ResourceNotFoundException'),
    },
    asked: [{ FunctionName: 'ours' }, { FunctionName: 'gone' }],
  },
  'AWS::Logs::LogGroup': {
    answers: { DescribeLogGroups: { logGroups: [{ logGroupName: 'ours' }] } },
    asked: [{}],
  },
  'AWS::Logs::ResourcePolicy': {
    answers: { DescribeResourcePolicies: { resourcePolicies: [{ policyName: 'ours' }] } },
    asked: [{}],
  },
  'AWS::SNS::Topic': {
    answers: {
      GetTopicAttributes: ({ TopicArn }: { TopicArn: string }) =>
        TopicArn.endsWith(':ours') ? {} : awsError('NotFoundException'),
    },
    asked: ['ours', 'gone'].map((name) => ({
      TopicArn: `arn:aws:sns:us-east-1:444444444444:${name}`,
    })),
  },
  'AWS::SQS::Queue': {
    answers: { ListQueues: { QueueUrls: ['https://sqs.example/444444444444/ours'] } },
    asked: [{ QueueNamePrefix: '', MaxResults: 1000 }],
  },
};

describe('names in a snapshot', () => {
  for (const [type, { answers, asked }] of Object.entries(services)) {
    it(`are those that a deployment wants and that are there: ${type}`, async () => {
      const client = clientNames[type.split('::')[1] as keyof typeof clientNames];
      const fake = fakeClient(answers);
      const wanted = wantedOf(wantedName(type, 'ours'), wantedName(type, 'gone'));
      const { unread, read } = attempts();

      const named = await readNamed(placeOf({ [client]: fake }, { wanted }), read);

      expect(named, JSON.stringify(unread)).to.deep.equal({ [type]: ['ours'] });
      expect(fake.commands.map(([, input]) => input)).to.deep.equal(asked);
    });
  }

  it('are looked for in every type that can be listed', () => {
    expect(Object.keys(services)).to.have.members(Object.keys(namedReaders));
  });

  it('are listed by what they have in common', async () => {
    const cloudWatchLogs = fakeClient({ DescribeLogGroups: { logGroups: [] } });
    const wanted = wantedOf(
      wantedName('AWS::Logs::LogGroup', '/aws/lambda/ofn-audit-flow-logs'),
      wantedName('AWS::Logs::LogGroup', '/aws/lambda/ofn-audit-reports'),
    );

    await readNamed(placeOf({ cloudWatchLogs }, { wanted }), attempts().read);

    expect(cloudWatchLogs.commands).to.deep.equal([
      ['DescribeLogGroups', { logGroupNamePrefix: '/aws/lambda/ofn-audit-' }],
    ]);
    expect(commonPrefix(['one', 'two'])).to.equal('');
    expect(commonPrefix([])).to.equal('');
  });

  it('of rules are listed by their buses, and none where there is no such bus', async () => {
    const eventBridge = fakeClient({
      ListRules: ({ EventBusName }: { EventBusName?: string }) =>
        EventBusName === 'gone'
          ? awsError('ResourceNotFoundException')
          : { Rules: [{ Name: 'ours-1' }, { Name: 'ours-9' }] },
    });
    const names = ['ours-1', 'bus|ours-1', 'bus|ours-2', 'gone|ours-1'];
    const wanted = wantedOf(...names.map((name) => wantedName('AWS::Events::Rule', name)));

    const named = await readNamed(placeOf({ eventBridge }, { wanted }), attempts().read);

    expect(named).to.deep.equal({ 'AWS::Events::Rule': ['ours-1', 'bus|ours-1'] });
    expect(eventBridge.commands).to.deep.equal([
      ['ListRules', { NamePrefix: 'ours-1' }],
      ['ListRules', { EventBusName: 'bus', NamePrefix: 'ours-' }],
      ['ListRules', { EventBusName: 'gone', NamePrefix: 'ours-1' }],
    ]);
  });

  it('of another region or account are not looked for, nor those of a type that nothing lists', async () => {
    const wanted = wantedOf(
      wantedName('AWS::Logs::LogGroup', 'ours', { region: 'eu-west-1' }),
      wantedName('AWS::Logs::LogGroup', 'ours', { accountId: '222222222222' }),
      wantedName('AWS::EC2::VPC', 'ours'),
    );

    expect(await readNamed(placeOf({}, { wanted }), attempts().read)).to.deep.equal({});
  });

  it('that may not be listed are noted, each type by itself', async () => {
    const sns = fakeClient({ GetTopicAttributes: awsError('AuthorizationErrorException', 'no') });
    const sqs = fakeClient({ ListQueues: { QueueUrls: ['https://sqs.example/4/ours'] } });
    const wanted = wantedOf(
      wantedName('AWS::SNS::Topic', 'ours'),
      wantedName('AWS::SQS::Queue', 'ours'),
    );
    const { unread, read } = attempts();

    const named = await readNamed(placeOf({ sns, sqs }, { wanted }), read);

    expect(named).to.deep.equal({ 'AWS::SNS::Topic': [], 'AWS::SQS::Queue': ['ours'] });
    expect(unread).to.deep.equal({
      'named.AWS::SNS::Topic': { code: 'AuthorizationErrorException', message: 'no' },
    });
  });
});
