import type { Question } from '../question.ts';
import { published, ruleArn } from '../topics.ts';

export const eventsTopicPolicyWithCondition: Question = {
  id: 'events-topic-policy-with-condition',
  question: 'Does the condition in the policy of the topic of alerts admit EventBridge?',
  answers: {
    yes: 'ArnLikeIfExists on aws:SourceArn admits the message',
    no: 'no policy with a condition admits the message',
  },
  where: 'sandbox',
  makes: 'an event bus with a rule, two topics and two queues',
  seconds: 300,
  usd: 0.01,
  async ask(context) {
    const message = await published(context, {
      ArnLikeIfExists: { 'aws:SourceArn': [ruleArn(context)] },
    });
    return {
      answer: message ? 'yes' : 'no',
      said: message ? 'both topics have published' : 'only the topic for comparison has published',
    };
  },
};
