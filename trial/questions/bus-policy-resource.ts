import { busPolicyRefused } from '../bus-policies.ts';
import type { Question } from '../question.ts';

export const busPolicyResource: Question = {
  id: 'bus-policy-resource',
  question: 'Does EventBridge refuse a bus policy whose resource is neither a bus nor a rule?',
  answers: { yes: 'EventBridge refuses the policy', no: 'EventBridge takes the policy' },
  where: 'sandbox',
  makes: 'an event bus without rules',
  seconds: 60,
  usd: 0,
  ask: (context) =>
    busPolicyRefused(context, { Resource: `arn:${context.partition}:s3:::not-a-bus` }),
};
