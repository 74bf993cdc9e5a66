import { CreateFlowLogsCommand } from '@aws-sdk/client-ec2';
import type { Question } from '../question.ts';
import { judge, outputs, roleOf, serviceRole } from '../roles.ts';

const service = 'vpc-flow-logs.amazonaws.com';

export const passedToServiceOfTheCall: Question = {
  id: 'passed-to-service-of-the-call',
  question: `Does CreateFlowLogs pass its role to ${service}?`,
  answers: {
    yes: 'a condition on that principal allows it',
    no: 'a condition on that principal denies it',
  },
  where: 'sandbox',
  makes: 'an empty VPC, two flow logs, two log groups and three roles',
  seconds: 240,
  lane: 'vpc',
  usd: 0,
  async ask(context) {
    const { willMake, makeStack } = context;
    const deliver = { 'Fn::GetAtt': ['Deliver', 'Arn'] };
    const creates = {
      Action: ['ec2:CreateFlowLogs', 'logs:CreateLogDelivery'],
      Resource: '*',
    };
    const pass = { Action: 'iam:PassRole', Resource: deliver };
    const Condition = { StringEquals: { 'iam:PassedToService': service } };
    const made = await makeStack({
      Resources: {
        Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.255.0.0/28' } },
        AskedGroup: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 1 } },
        ControlGroup: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 1 } },
        Deliver: serviceRole(service, []),
        Asked: roleOf(context, [creates, { ...pass, Condition }]),
        Control: roleOf(context, [creates, pass]),
      },
      Outputs: outputs({
        vpc: { Ref: 'Vpc' },
        askedGroup: { Ref: 'AskedGroup' },
        controlGroup: { Ref: 'ControlGroup' },
        deliver,
        asked: { 'Fn::GetAtt': ['Asked', 'Arn'] },
        control: { 'Fn::GetAtt': ['Control', 'Arn'] },
      }),
    });
    const { vpc = '', deliver: role = '', asked = '', control = '' } = made;
    willMake('flow-logs', vpc);
    const { isDenied, said } = await judge(context, { asked, control }, [], ({ ec2 }, who) =>
      ec2.send(
        new CreateFlowLogsCommand({
          ...{ ResourceType: 'VPC', ResourceIds: [vpc], TrafficType: 'REJECT' },
          LogGroupName: made[`${who}Group`],
          DeliverLogsPermissionArn: role,
        }),
      ),
    );
    return { answer: isDenied ? 'no' : 'yes', said };
  },
};
