import type { Question } from '../question.ts';
import { published, ruleArn } from '../topics.ts';

export const eventsPublishesWithoutSourceKeys: Question = {
  id: 'events-publishes-without-source-keys',
  question: 'Does EventBridge publish to a topic without aws:SourceArn?',
  answers: {
    yes: 'a policy that asks for aws:SourceArn does not admit the message',
    no: 'a policy that asks for aws:SourceArn admits the message',
  },
  where: 'sandbox',
  makes: 'an event bus with a rule, two topics and two queues',
  seconds: 300,
  usd: 0.01,
  async ask(context) {
    const message = await published(context, {
      ArnLike: { 'aws:SourceArn': ruleArn(context) },
    });
    return {
      answer: message ? 'no' : 'yes',
      said: message ? 'both topics have published' : 'only the topic for comparison has published',
    };
  },
};
