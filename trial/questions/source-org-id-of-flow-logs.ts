import { flowLogRefusal } from '../flow-log-buckets.ts';
import { type Question, Unanswered } from '../question.ts';

export const sourceOrgIdOfFlowLogs: Question = {
  id: 'source-org-id-of-flow-logs',
  row: 'source-org-id-with-source-account',
  question: 'Does log delivery send aws:SourceOrgID to the bucket of flow logs?',
  answers: {
    yes: 'a policy that asks for it is taken',
    no: 'a policy that asks for it is refused',
  },
  where: 'sandbox',
  makes: 'an empty VPC, two buckets, two flow logs and a role',
  seconds: 240,
  lane: 'vpc',
  usd: 0.01,
  async ask(context) {
    if (context.organization === undefined) {
      throw new Unanswered('the account is in no organization');
    }
    const own = { StringEquals: { 'aws:SourceOrgID': context.organization.id } };
    const refusal = await flowLogRefusal(context, { write: own, check: own });
    return { answer: refusal ? 'no' : 'yes', said: refusal ?? 'EC2 took the bucket' };
  },
};
