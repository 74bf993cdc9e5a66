import { SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { type Question, Unanswered } from '../question.ts';
import { queueFor, received } from '../queues.ts';
import { outputs } from '../roles.ts';

export const cloudwatchRegionNames: Question = {
  id: 'cloudwatch-region-names',
  question: 'Does CloudWatch name Paris EU (Paris), in what an alarm publishes?',
  answers: { yes: 'it begins with EU', no: 'it does not begin with EU' },
  where: 'sandbox',
  makes: 'an alarm, a topic and a queue',
  seconds: 180,
  usd: 0.01,
  // Enabled in every account, and none of those whose names were published.
  region: 'eu-west-3',
  async ask(context) {
    const { accountId, clients, makeStack, prefix, until } = context;
    const made = await makeStack({
      Resources: {
        Topic: { Type: 'AWS::SNS::Topic' },
        TopicPolicy: {
          Type: 'AWS::SNS::TopicPolicy',
          Properties: {
            Topics: [{ Ref: 'Topic' }],
            PolicyDocument: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: { Service: 'cloudwatch.amazonaws.com' },
                  Action: 'sns:Publish',
                  Resource: { Ref: 'Topic' },
                  Condition: { StringEquals: { 'aws:SourceAccount': accountId } },
                },
              ],
            },
          },
        },
        ...queueFor('Queue', 'sns.amazonaws.com', {
          ArnEquals: { 'aws:SourceArn': { Ref: 'Topic' } },
        }),
        Subscription: {
          Type: 'AWS::SNS::Subscription',
          DependsOn: ['QueuePolicy', 'TopicPolicy'],
          Properties: {
            ...{ Protocol: 'sqs', RawMessageDelivery: true, TopicArn: { Ref: 'Topic' } },
            Endpoint: { 'Fn::GetAtt': ['Queue', 'Arn'] },
          },
        },
        Alarm: {
          Type: 'AWS::CloudWatch::Alarm',
          Properties: {
            AlarmName: prefix,
            ...{ Namespace: prefix, MetricName: 'Asked', Statistic: 'Sum', Period: 60 },
            ...{ EvaluationPeriods: 1, Threshold: 1, TreatMissingData: 'ignore' },
            ComparisonOperator: 'GreaterThanThreshold',
            AlarmActions: [{ Ref: 'Topic' }],
          },
        },
      },
      Outputs: outputs({ queue: { Ref: 'Queue' } }),
    });
    const body = await until(async () => {
      for (const StateValue of ['OK', 'ALARM'] as const) {
        await clients.cloudWatch.send(
          new SetAlarmStateCommand({ AlarmName: prefix, StateValue, StateReason: 'asked' }),
        );
      }
      return received(context, made.queue, 15);
    }, 60);
    if (body === undefined) {
      throw new Unanswered('the alarm has published nothing within a minute');
    }
    const { Region = '' } = JSON.parse(body) as { Region?: string };
    return { answer: Region.startsWith('EU ') ? 'yes' : 'no', said: `Region: ${Region}` };
  },
};
