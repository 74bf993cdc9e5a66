import type { Context } from './context.ts';
import { queueFor, reached } from './queues.ts';
import { outputs } from './roles.ts';

const events = 'events.amazonaws.com';

/** A topic that EventBridge may publish to under a condition, if there is one, and a queue that subscribes. */
const topicFor = (name: string, Condition?: unknown): Record<string, unknown> => ({
  [`${name}Topic`]: { Type: 'AWS::SNS::Topic' },
  [`${name}TopicPolicy`]: {
    Type: 'AWS::SNS::TopicPolicy',
    Properties: {
      Topics: [{ Ref: `${name}Topic` }],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            ...{ Effect: 'Allow', Principal: { Service: events }, Action: 'sns:Publish' },
            Resource: { Ref: `${name}Topic` },
            ...(Condition === undefined ? {} : { Condition }),
          },
        ],
      },
    },
  },
  ...queueFor(name, 'sns.amazonaws.com', {
    ArnEquals: { 'aws:SourceArn': { Ref: `${name}Topic` } },
  }),
  [`${name}Subscription`]: {
    Type: 'AWS::SNS::Subscription',
    DependsOn: `${name}Policy`,
    Properties: {
      ...{ Protocol: 'sqs', RawMessageDelivery: true },
      TopicArn: { Ref: `${name}Topic` },
      Endpoint: { 'Fn::GetAtt': [name, 'Arn'] },
    },
  },
});

/**
 * Whether EventBridge publishes to a topic whose policy has this condition, compared with one that has none.
 * @returns the message; undefined when it is not published
 */
export async function published(context: Context, condition: unknown): Promise<string | undefined> {
  const { prefix } = context;
  const made = await context.makeStack({
    Resources: {
      Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: prefix } },
      ...topicFor('Asked', condition),
      ...topicFor('Control'),
      Rule: {
        Type: 'AWS::Events::Rule',
        DependsOn: ['AskedTopicPolicy', 'ControlTopicPolicy'],
        Properties: {
          Name: prefix,
          EventBusName: { Ref: 'Bus' },
          EventPattern: { source: [prefix] },
          Targets: ['Asked', 'Control'].map((Id) => ({ Id, Arn: { Ref: `${Id}Topic` } })),
        },
      },
    },
    Outputs: outputs({ asked: { Ref: 'Asked' }, control: { Ref: 'Control' } }),
  });
  return reached(context, prefix, { asked: made.asked, control: made.control });
}

/** The ARN of the rule, as a condition names it. */
export const ruleArn = ({ partition, region, accountId, prefix }: Context): string =>
  `arn:${partition}:events:${region}:${accountId}:rule/${prefix}/${prefix}`;
