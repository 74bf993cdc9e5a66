import { DescribeAlarmsCommand, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import {
  DescribeConfigurationRecordersCommand,
  PutConfigurationRecorderCommand,
} from '@aws-sdk/client-config-service';
import { UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeRuleCommand,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  PutFunctionEventInvokeConfigCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { SetTopicAttributesCommand } from '@aws-sdk/client-sns';
import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  type QueueAttributeName,
  SendMessageCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import { type Attack, first, type Inside, type Undo } from './damage.ts';

const urlOf = async ({ clients }: Attack, QueueName: string): Promise<string> =>
  (await clients.sqs.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl ?? '';

async function setQueue(
  attack: Attack,
  queue: string,
  name: QueueAttributeName,
  value: string,
): Promise<Undo> {
  const { sqs } = attack.clients;
  const QueueUrl = await urlOf(attack, queue);
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [name] }),
  );
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { [name]: value } }));
  return () => sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
}

const inSecurity = {
  account: 'SecurityAccount',
  policy: 'ProtectBaseline',
  isUndone: true,
} as const;

/** What leaves everything in its place, and without what it lives on. */
export const starvingDamages: readonly Inside[] = [
  {
    ...inSecurity,
    kind: 'starve',
    name: 'forgets reports that wait after a minute',
    does: (attack) => setQueue(attack, 'ofn-audit-reports', 'MessageRetentionPeriod', '60'),
    ledger: {
      service: 'report-delivery',
      says: /Queue MessageRetentionPeriod is '60', expected '\d+'/,
    },
  },
  {
    ...inSecurity,
    kind: 'starve',
    name: 'delays each report by a quarter of an hour',
    does: (attack) => setQueue(attack, 'ofn-audit-reports', 'DelaySeconds', '900'),
    ledger: { service: 'report-delivery', says: /Queue DelaySeconds is '900', expected '0'/ },
  },
  {
    ...inSecurity,
    kind: 'starve',
    name: 'hides for half a day what the harvester could not do at once',
    does: (attack) =>
      setQueue(attack, 'ofn-audit-account-harvester-accounts', 'VisibilityTimeout', '43200'),
    ledger: {
      service: 'report-delivery',
      says: /\w+ VisibilityTimeout is '43200', expected '\d+'/,
    },
  },
  {
    account: 'SecurityAccount',
    policy: 'ProtectBaseline',
    kind: 'forge',
    name: 'sends a message to the queue of undelivered events, which nothing reads',
    region: 'eu-west-1',
    does: async (attack) => {
      const QueueUrl = await urlOf(attack, 'ofn-audit-undelivered');
      await attack.clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: '{}' }));
    },
    ledger: { service: 'undelivered', says: /the queue ofn-audit-undelivered holds 1 event/ },
  },
  {
    ...inSecurity,
    kind: 'starve',
    name: 'gives the function of flow logs a second',
    does: async ({ clients: { lambda } }) => {
      const FunctionName = 'ofn-audit-flow-logs';
      const { Timeout } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
      await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Timeout: 1 }));
      return () => lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Timeout }));
    },
    ledger: { service: 'flow-logs', says: /Function Timeout is '1', expected '\d+'/ },
  },
  {
    ...inSecurity,
    kind: 'starve',
    name: 'lets the function of findings try for a minute only',
    does: async ({ clients: { lambda } }) => {
      const FunctionName = 'ofn-audit-finding-alerts';
      const { MaximumEventAgeInSeconds, MaximumRetryAttempts, DestinationConfig } =
        await lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName }));
      const put = (seconds: number | undefined) =>
        lambda.send(
          new PutFunctionEventInvokeConfigCommand({
            ...{ FunctionName, MaximumRetryAttempts, DestinationConfig },
            MaximumEventAgeInSeconds: seconds,
          }),
        );
      await put(60);
      return () => put(MaximumEventAgeInSeconds);
    },
    ledger: {
      service: 'finding-alerts',
      says: /\w+ MaximumEventAgeInSeconds is '60', expected '\d+'/,
    },
  },
  {
    ...inSecurity,
    kind: 'starve',
    name: 'lets the table of findings take one write a second',
    does: async ({ clients: { dynamoDb } }) => {
      const TableName = 'ofn-audit-findings';
      await dynamoDb.send(
        new UpdateTableCommand({
          ...{ TableName, BillingMode: 'PROVISIONED' },
          ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
        }),
      );
      return () =>
        dynamoDb.send(new UpdateTableCommand({ TableName, BillingMode: 'PAY_PER_REQUEST' }));
    },
    ledger: {
      service: 'finding-alerts',
      says: /Table BillingMode is 'PROVISIONED', expected 'PAY_PER_REQUEST'/,
    },
  },
  {
    ...inSecurity,
    policy: 'ProtectDetection',
    kind: 'starve',
    name: 'scans once a year',
    does: async ({ clients: { eventBridge } }) => {
      const Name = 'ofn-audit-security-audit-schedule';
      const { ScheduleExpression } = await eventBridge.send(new DescribeRuleCommand({ Name }));
      await eventBridge.send(new PutRuleCommand({ Name, ScheduleExpression: 'rate(365 days)' }));
      return () => eventBridge.send(new PutRuleCommand({ Name, ScheduleExpression }));
    },
    ledger: {
      service: 'security-audit',
      says: /\w+ ScheduleExpression is 'rate\(365 days\)', expected '[^']+'/,
    },
  },
  {
    ...inSecurity,
    policy: 'ProtectDetection',
    account: 'ProductionAccount',
    kind: 'starve',
    name: 'throws away the sign-ins that cannot be forwarded',
    does: async ({ clients: { eventBridge } }) => {
      const Rule = 'ofn-audit-sign-ins';
      const { Targets = [] } = await eventBridge.send(new ListTargetsByRuleCommand({ Rule }));
      const { DeadLetterConfig: _, ...target } = first(Targets, 'a target');
      await eventBridge.send(new PutTargetsCommand({ Rule, Targets: [target] }));
      return () => eventBridge.send(new PutTargetsCommand({ Rule, Targets }));
    },
    ledger: { service: 'sign-ins', says: /SignInRule Targets\[Bus\][^;]*DeadLetterConfig[^;]*/ },
  },
  {
    ...inSecurity,
    policy: 'ProtectDetection',
    kind: 'redirect',
    name: 'makes an alarm notify a topic of its own',
    does: async ({ clients: { cloudWatch }, region, accountId }) => {
      const AlarmNames = ['ofn-audit-flow-logs-failures'];
      const { MetricAlarms } = await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames }));
      const alarm = first(MetricAlarms, 'an alarm');
      const put = (AlarmActions: string[] | undefined) =>
        cloudWatch.send(new PutMetricAlarmCommand({ ...alarm, AlarmActions } as never));
      await put([`arn:aws:sns:${region}:${accountId}:eve`]);
      return () => put(alarm.AlarmActions);
    },
    ledger: { service: 'flow-logs', says: /\w+ AlarmActions [^;]*/ },
  },
  {
    ...inSecurity,
    policy: 'ProtectDetection',
    kind: 'starve',
    name: 'encrypts the topic of alerts with a key that EventBridge may not use',
    does: async ({ clients: { sns }, region, accountId }) => {
      const set = (AttributeValue: string) =>
        sns.send(
          new SetTopicAttributesCommand({
            TopicArn: `arn:aws:sns:${region}:${accountId}:ofn-audit-alerts`,
            ...{ AttributeName: 'KmsMasterKeyId', AttributeValue },
          }),
        );
      await set('alias/aws/sns');
      return () => set('');
    },
    ledger: {
      service: 'alerts',
      says: /Topic KmsMasterKeyId is 'alias\/aws\/sns', expected nothing/,
    },
  },
  {
    ...inSecurity,
    policy: 'ProtectDetection',
    account: 'DevelopmentAccount',
    region: 'eu-west-1',
    kind: 'starve',
    name: 'records once a day',
    does: async ({ clients: { configService } }) => {
      const { ConfigurationRecorders } = await configService.send(
        new DescribeConfigurationRecordersCommand({}),
      );
      const recorder = first(ConfigurationRecorders, 'a recorder');
      const put = (recordingMode: typeof recorder.recordingMode) =>
        configService.send(
          new PutConfigurationRecorderCommand({
            ConfigurationRecorder: { ...recorder, recordingMode },
          }),
        );
      await put({ recordingFrequency: 'DAILY' });
      return () => put(recorder.recordingMode);
    },
    ledger: { service: 'config-recorder', says: /\w+ RecordingMode[^;]*/ },
  },
];
