import { busPolicyRefused } from '../bus-policies.ts';
import type { Question } from '../question.ts';

export const busPolicyPrincipal: Question = {
  id: 'bus-policy-principal',
  question: 'Must a principal that the policy of a bus names exist?',
  answers: { yes: 'EventBridge refuses the policy', no: 'EventBridge takes the policy' },
  where: 'sandbox',
  makes: 'an event bus without rules',
  seconds: 60,
  usd: 0,
  ask(context) {
    const { partition, accountId, prefix } = context;
    const AWS = `arn:${partition}:iam::${accountId}:role/${prefix}-absent`;
    return busPolicyRefused(context, { Principal: { AWS } });
  },
};
