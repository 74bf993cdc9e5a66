import { CreateMembersCommand } from '@aws-sdk/client-guardduty';
import type { Question } from '../question.ts';
import { judge, outputs, roleOf } from '../roles.ts';

// The detector does not exist: a caller that is authorized gets BadRequestException.
const call = new CreateMembersCommand({
  DetectorId: '0'.repeat(32),
  AccountDetails: [{ AccountId: '999999999999', Email: 'absent@example.com' }],
});

export const guarddutyActionsWithoutResource: Question = {
  id: 'guardduty-actions-without-resource',
  question: 'Is CreateMembers of GuardDuty denied to a role that may call it on detectors alone?',
  answers: { yes: 'denied: it takes a statement on *', no: 'allowed by the ARN of the detector' },
  where: 'sandbox',
  makes: 'two roles that may call guardduty:CreateMembers',
  seconds: 240,
  usd: 0,
  async ask(context) {
    const { partition, region, accountId } = context;
    const arn = `arn:${partition}:guardduty:${region}:${accountId}:`;
    const Action = 'guardduty:CreateMembers';
    const made = await context.makeStack({
      Resources: {
        // Refusals name the ARN with a slash before the type, the reference without.
        // https://github.com/awsdocs/iam-user-guide/issues/218
        Asked: roleOf(context, [{ Action, Resource: [`${arn}detector/*`, `${arn}/detector/*`] }]),
        Control: roleOf(context, [{ Action, Resource: '*' }]),
      },
      Outputs: outputs({
        asked: { 'Fn::GetAtt': ['Asked', 'Arn'] },
        control: { 'Fn::GetAtt': ['Control', 'Arn'] },
      }),
    });
    const { asked = '', control = '' } = made;
    const { isDenied, said } = await judge(
      context,
      { asked, control },
      ['BadRequestException'],
      ({ guardDuty }) => guardDuty.send(call),
    );
    return { answer: isDenied ? 'yes' : 'no', said };
  },
};
