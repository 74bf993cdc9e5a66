import type { Question } from '../question.ts';
import { queueFor, reached } from '../queues.ts';
import { outputs, serviceRole } from '../roles.ts';

const events = 'events.amazonaws.com';

/** A bus that the rule forwards to, and the queue that shows what reaches it. */
const busFor = (name: string, prefix: string): Record<string, unknown> => ({
  [`${name}Bus`]: { Type: 'AWS::Events::EventBus', Properties: { Name: `${prefix}-${name}` } },
  ...queueFor(name, events, {
    ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': [`${name}Rule`, 'Arn'] } },
  }),
  [`${name}Rule`]: {
    Type: 'AWS::Events::Rule',
    Properties: {
      EventBusName: { Ref: `${name}Bus` },
      EventPattern: { source: [prefix] },
      Targets: [{ Id: 'Queue', Arn: { 'Fn::GetAtt': [name, 'Arn'] } }],
    },
  },
});

export const eventsBusSourceKeys: Question = {
  id: 'events-bus-source-keys',
  question: 'Does a rule with a role put events on a bus without aws:SourceArn?',
  answers: {
    yes: 'a policy that denies calls without the key stops the event',
    no: 'a policy that denies calls without the key lets the event pass',
  },
  where: 'sandbox',
  makes: 'three event buses with rules, a role and two queues',
  seconds: 300,
  usd: 0.01,
  async ask(context) {
    const { partition, accountId, prefix } = context;
    const buses = ['Asked', 'Control'];
    const arns = buses.map((name) => ({ 'Fn::GetAtt': [`${name}Bus`, 'Arn'] }));
    const made = await context.makeStack({
      Resources: {
        Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: prefix } },
        Forward: serviceRole(events, [{ Action: 'events:PutEvents', Resource: arns }]),
        Rule: {
          Type: 'AWS::Events::Rule',
          DependsOn: ['AskedRule', 'AskedDenial', 'ControlRule'],
          Properties: {
            EventBusName: { Ref: 'Bus' },
            EventPattern: { source: [prefix] },
            Targets: buses.map((Id, index) => ({
              ...{ Id, Arn: arns[index] },
              RoleArn: { 'Fn::GetAtt': ['Forward', 'Arn'] },
            })),
          },
        },
        ...busFor('Asked', prefix),
        ...busFor('Control', prefix),
        AskedDenial: {
          Type: 'AWS::Events::EventBusPolicy',
          Properties: {
            EventBusName: { Ref: 'AskedBus' },
            StatementId: 'DenyCallsWithoutSource',
            Statement: {
              Effect: 'Deny',
              Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
              Action: 'events:PutEvents',
              Resource: arns[0],
              Condition: { Null: { 'aws:SourceArn': 'true' } },
            },
          },
        },
      },
      Outputs: outputs({ asked: { Ref: 'Asked' }, control: { Ref: 'Control' } }),
    });
    const found = await reached(context, prefix, { asked: made.asked, control: made.control });
    return {
      answer: found ? 'no' : 'yes',
      said: found ? 'both buses have the event' : 'only the bus for comparison has the event',
    };
  },
};
