import { type Question, Unanswered } from '../question.ts';
import { queueFor, reached } from '../queues.ts';
import { outputs } from '../roles.ts';
import { ruleArn } from '../topics.ts';

const events = 'events.amazonaws.com';

export const sourceOrgIdOfDeadLetters: Question = {
  id: 'source-org-id-of-dead-letters',
  row: 'source-org-id-with-source-account',
  question: 'Does EventBridge send aws:SourceOrgID to a queue of undelivered events?',
  answers: {
    yes: 'a policy that asks for it admits the event',
    no: 'a policy that asks for it does not admit the event',
  },
  where: 'sandbox',
  makes: 'an event bus with a rule, a topic without subscribers and two queues',
  seconds: 300,
  usd: 0.01,
  async ask(context) {
    const { organization, prefix } = context;
    if (organization === undefined) {
      throw new Unanswered('the account is in no organization');
    }
    const made = await context.makeStack({
      Resources: {
        Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: prefix } },
        // Its own policy admits no service, so that every event is undelivered at once.
        Topic: { Type: 'AWS::SNS::Topic' },
        ...queueFor('Asked', events, { StringEquals: { 'aws:SourceOrgID': organization.id } }),
        ...queueFor('Control', events, { ArnEquals: { 'aws:SourceArn': ruleArn(context) } }),
        Rule: {
          Type: 'AWS::Events::Rule',
          DependsOn: ['AskedPolicy', 'ControlPolicy'],
          Properties: {
            Name: prefix,
            EventBusName: { Ref: 'Bus' },
            EventPattern: { source: [prefix] },
            Targets: ['Asked', 'Control'].map((Id) => ({
              Id,
              Arn: { Ref: 'Topic' },
              DeadLetterConfig: { Arn: { 'Fn::GetAtt': [Id, 'Arn'] } },
            })),
          },
        },
      },
      Outputs: outputs({ asked: { Ref: 'Asked' }, control: { Ref: 'Control' } }),
    });
    const found = await reached(context, prefix, { asked: made.asked, control: made.control });
    return {
      answer: found ? 'yes' : 'no',
      said: found ? 'the event is in both queues' : 'the event is only in the queue for comparison',
    };
  },
};
