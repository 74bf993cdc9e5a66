import { ofThisAccount } from '../buckets.ts';
import { flowLogRefusal } from '../flow-log-buckets.ts';
import type { Question } from '../question.ts';

export const flowLogsAclHeader: Question = {
  id: 'flow-logs-acl-header',
  question: 'Are flow logs delivered with the header x-amz-acl, to a bucket without ACLs too?',
  answers: {
    yes: 'a policy that asks for the header is taken',
    no: 'a policy that asks for the header is refused',
  },
  where: 'sandbox',
  makes: 'an empty VPC, two buckets, two flow logs and a role',
  seconds: 240,
  lane: 'vpc',
  usd: 0.01,
  async ask(context) {
    const { accountId } = context;
    const header = { 's3:x-amz-acl': 'bucket-owner-full-control' };
    const refusal = await flowLogRefusal(context, {
      ...ofThisAccount(context),
      write: { StringEquals: { 'aws:SourceAccount': accountId, ...header } },
    });
    return { answer: refusal ? 'no' : 'yes', said: refusal ?? 'EC2 took the bucket' };
  },
};
