import { SubmitJobCommand } from '@aws-sdk/client-batch';
import type { Question } from '../question.ts';
import { judge, outputs, roleOf } from '../roles.ts';

export const batchTagsOfASubmittedJob: Question = {
  id: 'batch-tags-of-a-submitted-job',
  question: 'Is SubmitJob with tags denied to a role without batch:TagResource?',
  answers: { yes: 'denied', no: 'allowed by batch:SubmitJob alone' },
  where: 'sandbox',
  makes: 'two roles that may submit jobs, of which none is submitted',
  seconds: 240,
  usd: 0,
  async ask(context) {
    const made = await context.makeStack({
      Resources: {
        Asked: roleOf(context, [{ Action: 'batch:SubmitJob', Resource: '*' }]),
        Control: roleOf(context, [
          { Action: ['batch:SubmitJob', 'batch:TagResource'], Resource: '*' },
        ]),
      },
      Outputs: outputs({
        asked: { 'Fn::GetAtt': ['Asked', 'Arn'] },
        control: { 'Fn::GetAtt': ['Control', 'Arn'] },
      }),
    });
    const { asked = '', control = '' } = made;
    // Neither exists: a caller that is authorized gets ClientException.
    const job = { jobName: 'asked', jobQueue: context.prefix, jobDefinition: context.prefix };
    const { isDenied, said } = await judge(
      context,
      { asked, control },
      ['ClientException'],
      ({ batch }) => batch.send(new SubmitJobCommand({ ...job, tags: { asked: 'yes' } })),
    );
    return { answer: isDenied ? 'yes' : 'no', said };
  },
};
