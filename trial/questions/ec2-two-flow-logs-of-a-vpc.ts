import { CreateFlowLogsCommand } from '@aws-sdk/client-ec2';
import type { Question } from '../question.ts';
import { outputs, serviceRole } from '../roles.ts';

export const ec2TwoFlowLogsOfAVpc: Question = {
  id: 'ec2-two-flow-logs-of-a-vpc',
  question: 'May a VPC have two flow logs of the same traffic, to different destinations?',
  answers: { yes: 'EC2 makes the second', no: 'EC2 refuses the second' },
  where: 'sandbox',
  makes: 'an empty VPC, three flow logs, three log groups and a role',
  seconds: 180,
  lane: 'vpc',
  usd: 0,
  async ask({ clients, makeStack, willMake }) {
    const groups = ['First', 'Second', 'Third'];
    const made = await makeStack({
      Resources: {
        Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.255.0.0/28' } },
        Role: serviceRole('vpc-flow-logs.amazonaws.com', []),
        ...Object.fromEntries(
          groups.map((name) => [
            name,
            { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 1 } },
          ]),
        ),
      },
      Outputs: outputs({
        vpc: { Ref: 'Vpc' },
        role: { 'Fn::GetAtt': ['Role', 'Arn'] },
        ...Object.fromEntries(groups.map((name) => [name, { Ref: name }])),
      }),
    });
    const { vpc = '', role } = made;
    willMake('flow-logs', vpc);
    const seen: string[] = [];
    for (const group of groups) {
      const { Unsuccessful = [] } = await clients.ec2.send(
        new CreateFlowLogsCommand({
          ...{ ResourceType: 'VPC', ResourceIds: [vpc], TrafficType: 'ALL' },
          ...{ LogGroupName: made[group], DeliverLogsPermissionArn: role },
        }),
      );
      const { Error: refusal } = Unsuccessful[0] ?? {};
      seen.push(refusal ? `${refusal.Code}: ${refusal.Message}` : 'made');
    }
    const said = groups.map((name, index) => `${name.toLowerCase()}: ${seen[index]}`).join('; ');
    return { answer: seen[1] === 'made' ? 'yes' : 'no', said };
  },
};
