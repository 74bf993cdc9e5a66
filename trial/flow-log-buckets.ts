import { CreateFlowLogsCommand } from '@aws-sdk/client-ec2';
import { bucketFor, type Conditions, ofThisAccount } from './buckets.ts';
import type { TrialClients } from './clients.ts';
import type { Context } from './context.ts';
import { deleteFlowLogs } from './flow-logs.ts';
import { Unanswered } from './question.ts';
import { outputs, roleOf } from './roles.ts';

/**
 * Whether EC2 takes a bucket with these conditions for flow logs, compared with one of which AWS's page
 * says so. The role that creates them may not put bucket policies, or EC2 would replace ours.
 * @returns why it does not; undefined when it does
 */
export async function flowLogRefusal(
  context: Context,
  conditions: Conditions,
): Promise<string | undefined> {
  const service = 'delivery.logs.amazonaws.com';
  const made = await context.makeStack({
    Resources: {
      Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.255.0.0/28' } },
      ...bucketFor('Asked', service, conditions),
      ...bucketFor('Control', service, ofThisAccount(context)),
      Creator: roleOf(context, [
        { Action: ['ec2:CreateFlowLogs', 'logs:CreateLogDelivery'], Resource: '*' },
      ]),
    },
    Outputs: outputs({
      vpc: { Ref: 'Vpc' },
      asked: { 'Fn::GetAtt': ['Asked', 'Arn'] },
      control: { 'Fn::GetAtt': ['Control', 'Arn'] },
      creator: { 'Fn::GetAtt': ['Creator', 'Arn'] },
    }),
  });
  const { vpc = '', asked = '', control = '', creator = '' } = made;
  context.willMake('flow-logs', vpc);
  const clients = await context.as(creator);
  const before = await refusalOf(context, clients, vpc, control, 90);
  if (before !== undefined) {
    throw new Unanswered(`the bucket for comparison is refused, too: ${before}`);
  }
  // How many a VPC may have is another question.
  await deleteFlowLogs(context.clients, vpc);
  return refusalOf(context, clients, vpc, asked, 30);
}

async function refusalOf(
  { until }: Context,
  { ec2 }: TrialClients,
  vpc: string,
  LogDestination: string,
  seconds: number,
): Promise<string | undefined> {
  let refusal = 'EC2 did not say why';
  const taken = await until(async () => {
    const { Unsuccessful = [] } = await ec2.send(
      new CreateFlowLogsCommand({
        ...{ ResourceType: 'VPC', ResourceIds: [vpc], TrafficType: 'REJECT' },
        ...{ LogDestinationType: 's3', LogDestination },
      }),
    );
    refusal = Unsuccessful[0]?.Error?.Message ?? refusal;
    return Unsuccessful.length === 0 ? true : undefined;
  }, seconds);
  return taken ? undefined : refusal;
}
