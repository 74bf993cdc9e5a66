import { ofThisAccount } from '../buckets.ts';
import { type Question, Unanswered } from '../question.ts';
import { channelRefusal, makeRecorder, requireNoRecorder } from '../recorders.ts';

export const sourceOrgIdOfConfig: Question = {
  id: 'source-org-id-of-config',
  row: 'source-org-id-with-source-account',
  question: 'Does AWS Config send aws:SourceOrgID to the bucket of a channel?',
  answers: {
    yes: 'a policy that asks for it is taken',
    no: 'a policy that asks for it is refused',
  },
  where: 'sandbox',
  makes: 'a recorder that does not record, its channel and role, and two buckets',
  seconds: 240,
  usd: 0.01,
  lane: 'config',
  async ask(context) {
    if (context.organization === undefined) {
      throw new Unanswered('the account is in no organization');
    }
    await requireNoRecorder(context);
    const own = { StringEquals: { 'aws:SourceOrgID': context.organization.id } };
    const made = await makeRecorder(context, {
      Asked: { write: own, check: own },
      Control: ofThisAccount(context),
    });
    const control = await channelRefusal(context, made['Control'], 90);
    if (control !== undefined) {
      throw new Unanswered(`the bucket for comparison is refused, too: ${control}`);
    }
    const refusal = await channelRefusal(context, made['Asked'], 30);
    return { answer: refusal ? 'no' : 'yes', said: refusal ?? 'AWS Config took the bucket' };
  },
};
