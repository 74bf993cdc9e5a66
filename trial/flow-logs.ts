import { DeleteFlowLogsCommand, DescribeFlowLogsCommand } from '@aws-sdk/client-ec2';
import type { TrialClients } from './clients.ts';

/** Those of a VPC that a question has made. */
export async function deleteFlowLogs(
  { ec2 }: Pick<TrialClients, 'ec2'>,
  vpc: string,
): Promise<void> {
  const { FlowLogs = [] } = await ec2.send(
    new DescribeFlowLogsCommand({ Filter: [{ Name: 'resource-id', Values: [vpc] }] }),
  );
  const FlowLogIds = FlowLogs.flatMap(({ FlowLogId }) => FlowLogId ?? []);
  if (FlowLogIds.length > 0) {
    await ec2.send(new DeleteFlowLogsCommand({ FlowLogIds }));
  }
}
