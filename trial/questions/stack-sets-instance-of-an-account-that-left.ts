import { DeleteStackInstancesCommand } from '@aws-sdk/client-cloudformation';
import type { Question } from '../question.ts';
import { emptyTargetsRefused } from '../stack-sets.ts';

export const stackSetsInstanceOfAnAccountThatLeft: Question = {
  id: 'stack-sets-instance-of-an-account-that-left',
  row: 'stack-sets-refuse-empty-targets',
  question: 'Is the removal of an instance refused whose account is not in the organization?',
  answers: { yes: 'CloudFormation refuses it', no: 'an operation begins' },
  where: 'management',
  makes: 'a stack set of the organization, of one template without resources of its own',
  seconds: 300,
  usd: 0,
  ask: (context) =>
    emptyTargetsRefused(context, (targets) =>
      context.clients.cloudFormation.send(
        new DeleteStackInstancesCommand({ ...targets, RetainStacks: true }),
      ),
    ),
};
