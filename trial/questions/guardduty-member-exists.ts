import { CreateMembersCommand } from '@aws-sdk/client-guardduty';
import { makeDetector } from '../detectors.ts';
import { type Question, Unanswered } from '../question.ts';
import { StackFailed } from '../stack.ts';

export const guarddutyMemberExists: Question = {
  id: 'guardduty-member-exists',
  question: 'Does AWS::GuardDuty::Member fail for an account that is a member already?',
  answers: { yes: 'the resource fails', no: 'the stack takes the member over' },
  where: 'sandbox',
  makes: 'a detector of GuardDuty, and in its list the management account, which is not invited',
  seconds: 300,
  usd: 0.05,
  lane: 'guardduty',
  async ask(context) {
    const { accountId, clients, makeStack, organization, willMake } = context;
    if (organization === undefined || organization.managementAccountId === accountId) {
      throw new Unanswered('no other account of the organization is known');
    }
    const { managementAccountId: MemberId, managementEmail: Email } = organization;
    const DetectorId = await makeDetector(context);
    willMake('members', DetectorId);
    const { UnprocessedAccounts = [] } = await clients.guardDuty.send(
      new CreateMembersCommand({ DetectorId, AccountDetails: [{ AccountId: MemberId, Email }] }),
    );
    if (UnprocessedAccounts[0]) {
      throw new Unanswered(`CreateMembers: ${UnprocessedAccounts[0].Result}`);
    }
    const Member = {
      Type: 'AWS::GuardDuty::Member',
      // What it takes over is removed with the other members.
      DeletionPolicy: 'Retain',
      Properties: { DetectorId, MemberId, Email, DisableEmailNotification: true },
    };
    try {
      await makeStack({ Resources: { Member } }, 'again');
      return { answer: 'no', said: 'the stack is complete' };
    } catch (error) {
      if (error instanceof StackFailed && /exist|already/i.test(error.message)) {
        return { answer: 'yes', said: error.message };
      }
      throw error;
    }
  },
};
