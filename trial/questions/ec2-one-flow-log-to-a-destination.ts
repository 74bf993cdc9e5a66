import { CreateFlowLogsCommand } from '@aws-sdk/client-ec2';
import { describeError } from '../../lambda/errors.ts';
import type { Question } from '../question.ts';
import { outputs, serviceRole } from '../roles.ts';

export const ec2OneFlowLogToADestination: Question = {
  id: 'ec2-one-flow-log-to-a-destination',
  question: 'Is a flow log refused beside one of other traffic to the same destination?',
  answers: { yes: 'EC2 refuses the second', no: 'EC2 makes the second' },
  where: 'sandbox',
  makes: 'an empty VPC, two flow logs, a log group and a role',
  seconds: 180,
  lane: 'vpc',
  usd: 0,
  async ask({ clients, makeStack, willMake }) {
    const { vpc = '', ...made } = await makeStack({
      Resources: {
        Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.255.0.0/28' } },
        Role: serviceRole('vpc-flow-logs.amazonaws.com', []),
        Group: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 1 } },
      },
      Outputs: outputs({
        vpc: { Ref: 'Vpc' },
        role: { 'Fn::GetAtt': ['Role', 'Arn'] },
        group: { Ref: 'Group' },
      }),
    });
    willMake('flow-logs', vpc);
    const seen: string[] = [];
    for (const TrafficType of ['ALL', 'REJECT'] as const) {
      const input = { ResourceType: 'VPC' as const, ResourceIds: [vpc], TrafficType };
      const place = { LogGroupName: made.group, DeliverLogsPermissionArn: made.role };
      try {
        const { Unsuccessful = [] } = await clients.ec2.send(
          new CreateFlowLogsCommand({ ...input, ...place }),
        );
        const { Error: refusal } = Unsuccessful[0] ?? {};
        seen.push(refusal ? `${refusal.Code}: ${refusal.Message}` : 'made');
      } catch (error) {
        seen.push(describeError(error));
      }
    }
    const said = `of all traffic: ${seen[0]}; of rejected traffic: ${seen[1]}`;
    return { answer: seen[1] === 'made' ? 'no' : 'yes', said };
  },
};
