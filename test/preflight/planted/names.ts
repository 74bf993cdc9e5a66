import { CreateAnalyzerCommand } from '@aws-sdk/client-accessanalyzer';
import { CreateWorkGroupCommand } from '@aws-sdk/client-athena';
import { PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { CreateLogGroupCommand, PutResourcePolicyCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  PutConfigurationAggregatorCommand,
  PutStoredQueryCommand,
} from '@aws-sdk/client-config-service';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { CreateEventBusCommand, PutRuleCommand } from '@aws-sdk/client-eventbridge';
import { CreateDatabaseCommand } from '@aws-sdk/client-glue';
import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { CreateTopicCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import type { Clients } from '../../../organization/types.ts';
import { createStack } from './stack.ts';
import type { Planted } from './world.ts';

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
});

const policyDocument = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      ...{ Effect: 'Allow', Principal: { Service: 'es.amazonaws.com' } },
      ...{ Action: 'logs:PutLogEvents', Resource: '*' },
    },
  ],
});

/** What takes a name, by its type, in the account that wants it. */
const takers: Readonly<Record<string, (clients: Clients, name: string) => Promise<unknown>>> = {
  'AWS::AccessAnalyzer::Analyzer': ({ accessAnalyzer }, analyzerName) =>
    accessAnalyzer.send(new CreateAnalyzerCommand({ analyzerName, type: 'ACCOUNT' })),
  'AWS::Athena::WorkGroup': ({ athena }, Name) => athena.send(new CreateWorkGroupCommand({ Name })),
  'AWS::CloudWatch::Alarm': ({ cloudWatch }, AlarmName) =>
    cloudWatch.send(
      new PutMetricAlarmCommand({
        ...{ AlarmName, Namespace: 'Theirs', MetricName: 'm', Statistic: 'Sum', Period: 60 },
        ...{ EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: 'GreaterThanThreshold' },
      }),
    ),
  'AWS::Config::ConfigurationAggregator': ({ configService }, ConfigurationAggregatorName) =>
    configService.send(
      new PutConfigurationAggregatorCommand({
        ConfigurationAggregatorName,
        AccountAggregationSources: [{ AccountIds: ['222222222222'], AllAwsRegions: true }],
      }),
    ),
  'AWS::Config::StoredQuery': ({ configService }, QueryName) =>
    configService.send(
      new PutStoredQueryCommand({ StoredQuery: { QueryName, Expression: 'SELECT accountId' } }),
    ),
  'AWS::DynamoDB::Table': ({ dynamoDb }, TableName) =>
    dynamoDb.send(
      new CreateTableCommand({
        ...{ TableName, BillingMode: 'PAY_PER_REQUEST' },
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      }),
    ),
  'AWS::Events::EventBus': ({ eventBridge }, Name) =>
    eventBridge.send(new CreateEventBusCommand({ Name })),
  'AWS::Events::Rule': ({ eventBridge }, Name) =>
    eventBridge.send(new PutRuleCommand({ Name, ScheduleExpression: 'rate(1 day)' })),
  'AWS::Glue::Database': ({ glue }, Name) =>
    glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name } })),
  'AWS::IAM::Role': ({ iam }, RoleName) =>
    iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust })),
  'AWS::Logs::LogGroup': ({ cloudWatchLogs }, logGroupName) =>
    cloudWatchLogs.send(new CreateLogGroupCommand({ logGroupName })),
  'AWS::SNS::Topic': ({ sns }, Name) => sns.send(new CreateTopicCommand({ Name })),
  'AWS::SQS::Queue': ({ sqs }, QueueName) => sqs.send(new CreateQueueCommand({ QueueName })),
};

/** Names of the deployment that others have taken, or an earlier one has left. */
export const names: Planted = {
  kinds: [
    'analyzer-taken',
    'workgroup-taken',
    'alarm-taken',
    'aggregator-taken',
    'stored-query-taken',
    'table-taken',
    'bus-taken',
    'rule-taken',
    'database-taken',
    'role-taken',
    'log-group-taken',
    'topic-taken',
    'queue-taken',
    'repository-taken',
    'log-policy-quota',
    'bucket-left',
    'bucket-taken',
  ],
  async plant({ wanted, clients, ids }) {
    const nameOf = new Map(Object.entries(ids).map(([name, id]) => [id, name]));
    const of = (accountId: string) => clients(nameOf.get(accountId) ?? '');
    for (const [type, take] of Object.entries(takers)) {
      const { accountId, name } = wanted(type);
      await take(await of(accountId), name);
    }
    const repository = wanted('AWS::ECR::Repository');
    await createStack(await of(repository.accountId), 'their-images', {
      Images: {
        Type: 'AWS::ECR::Repository',
        Properties: { RepositoryName: repository.name },
      },
    });
    const { cloudWatchLogs } = await of(wanted('AWS::Logs::ResourcePolicy').accountId);
    for (let number = 1; number <= 10; number++) {
      await cloudWatchLogs.send(
        new PutResourcePolicyCommand({ policyName: `theirs-${number}`, policyDocument }),
      );
    }
    const archive = ids['LogArchiveAccount'];
    const { s3 } = await clients('LogArchiveAccount');
    await s3.send(new CreateBucketCommand({ Bucket: `ofn-audit-flow-logs-${archive}` }));
    const { s3: others } = await clients('ProductionAccount');
    await others.send(new CreateBucketCommand({ Bucket: `ofn-audit-findings-${archive}` }));
  },
};
