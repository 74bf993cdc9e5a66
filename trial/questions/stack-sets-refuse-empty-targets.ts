import { CreateStackInstancesCommand } from '@aws-sdk/client-cloudformation';
import type { Question } from '../question.ts';
import { emptyTargetsRefused } from '../stack-sets.ts';

export const stackSetsRefuseEmptyTargets: Question = {
  id: 'stack-sets-refuse-empty-targets',
  question: 'Is CreateStackInstances refused where its targets include no account?',
  answers: { yes: 'CloudFormation refuses it', no: 'an operation begins' },
  where: 'management',
  makes: 'a stack set of the organization, of one template without resources of its own',
  seconds: 300,
  usd: 0,
  ask: (context) =>
    emptyTargetsRefused(context, (targets) =>
      context.clients.cloudFormation.send(new CreateStackInstancesCommand(targets)),
    ),
};
