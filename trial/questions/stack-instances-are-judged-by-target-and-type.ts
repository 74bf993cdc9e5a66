import {
  DeleteStackInstancesCommand,
  ListStackSetOperationsCommand,
} from '@aws-sdk/client-cloudformation';
import type { Question } from '../question.ts';
import { judge, outputs, roleOf, serviceRole } from '../roles.ts';

const template = {
  Resources: { Handle: { Type: 'AWS::CloudFormation::WaitConditionHandle' } },
};

// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeleteStackInstances.html
const instanceErrors = [
  'OperationInProgressException',
  'StackInstanceNotFoundException',
  'ValidationError',
];

export const stackInstancesAreJudgedByTargetAndType: Question = {
  id: 'stack-instances-are-judged-by-target-and-type',
  question: 'Is DeleteStackInstances denied to a role that may call it on the stack set alone?',
  answers: { yes: 'denied on target or type', no: 'allowed by the ARN of the stack set' },
  where: 'sandbox',
  makes: 'a stack set without instances and three roles',
  seconds: 300,
  usd: 0,
  async ask(context) {
    const { partition, region, accountId, prefix, clients, until } = context;
    const Action = 'cloudformation:DeleteStackInstances';
    const stackSet = `arn:${partition}:cloudformation:${region}:${accountId}:stackset/${prefix}:*`;
    const made = await context.makeStack({
      Resources: {
        Administration: serviceRole('cloudformation.amazonaws.com', []),
        StackSet: {
          Type: 'AWS::CloudFormation::StackSet',
          Properties: {
            StackSetName: prefix,
            PermissionModel: 'SELF_MANAGED',
            AdministrationRoleARN: { 'Fn::GetAtt': ['Administration', 'Arn'] },
            TemplateBody: JSON.stringify(template),
          },
        },
        Asked: roleOf(context, [{ Action, Resource: stackSet }]),
        Control: roleOf(context, [{ Action, Resource: '*' }]),
      },
      Outputs: outputs({
        asked: { 'Fn::GetAtt': ['Asked', 'Arn'] },
        control: { 'Fn::GetAtt': ['Control', 'Arn'] },
      }),
    });
    const { asked = '', control = '' } = made;
    // There is no such instance: nothing is deleted.
    const { isDenied, said } = await judge(
      context,
      { asked, control },
      instanceErrors,
      ({ cloudFormation }) =>
        cloudFormation.send(
          new DeleteStackInstancesCommand({
            ...{ StackSetName: prefix, RetainStacks: true },
            ...{ Accounts: [accountId], Regions: [region] },
          }),
        ),
    );
    await until(async () => {
      const { Summaries = [] } = await clients.cloudFormation.send(
        new ListStackSetOperationsCommand({ StackSetName: prefix }),
      );
      const isBusy = Summaries.some(({ Status }) => /RUNNING|QUEUED|STOPPING/.test(Status ?? ''));
      return isBusy ? undefined : 'done';
    }, 60);
    return { answer: isDenied ? 'yes' : 'no', said };
  },
};
