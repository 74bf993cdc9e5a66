import path from 'node:path';
import {
  CreateFlowLogsCommand,
  CreateVpcCommand,
  DeleteFlowLogsCommand,
  DescribeFlowLogsCommand,
  type FlowLog,
} from '@aws-sdk/client-ec2';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { GetQueueUrlCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { Rehearsal } from 'ofn-rehearse';
import { readCoverage } from '../../coverage/read.ts';
import type { Account } from '../../organization/types.ts';
import config from '../../rehearse.config.ts';
import { sessionsOf } from '../../scenarios/sessions.ts';
import { listAccounts, readSettings } from '../../scenarios/settings.ts';

const tasksFile = path.join(import.meta.dirname, '../../organization-tasks.yml');
const home = 'us-east-1';
const group = 'ofn-audit-flow-logs';

// EC2 is believed to take one flow log of a VPC to a destination: rehearsal/embedded-aws/evidence/ec2.yml
describe('changing the settings of flow logs', () => {
  let rehearsal: Rehearsal;
  let accounts: Account[];
  let sandbox: Account;
  let began: number;
  let foreign: { vpcId: string; flowLogId: string };

  before(async () => {
    rehearsal = await Rehearsal.open({ config, tasksFile, match: 'flow-logs', regions: [home] });
    const first = await rehearsal.perform();
    expect(first.exitCode, first.output).to.equal(0);
    accounts = await listAccounts(rehearsal);
    sandbox = accounts.find(({ name }) => name === 'Sandbox') as Account;
  });

  after(() => rehearsal.close());

  beforeEach(() => {
    began = Date.now() / 1000;
  });

  const clientsOf = async (id: string) => (await sessionsOf(rehearsal).open(id)).clients(home);

  /** The flow logs of the accounts' VPCs: what they record, and where. */
  const flowLogs = async (): Promise<FlowLog[]> => {
    const found: FlowLog[] = [];
    for (const { id } of accounts) {
      const { ec2 } = await clientsOf(id);
      found.push(...((await ec2.send(new DescribeFlowLogsCommand({}))).FlowLogs ?? []));
    }
    return found;
  };

  const kinds = async (): Promise<string[]> =>
    [
      ...new Set(
        (await flowLogs())
          .filter(({ FlowLogId }) => FlowLogId !== foreign?.flowLogId)
          .map((one) => [one.LogDestinationType, one.TrafficType, one.MaxAggregationInterval])
          .map((fields) => fields.join(' ')),
      ),
    ].sort();

  const notOn = async (): Promise<string[]> => {
    const settings = readSettings(rehearsal, accounts);
    const sessions = sessionsOf(rehearsal);
    const cells = await readCoverage({ sessions, settings, accounts, only: ['flow-logs'] });
    return cells.filter(({ ok }) => !ok).map(({ name, reason }) => `${name}: ${reason}`);
  };

  /** What was written of flow logs, by account, in the order of the calls. */
  const writes = async (): Promise<Record<string, string[]>> => {
    const { calls } = await rehearsal.aws.calls(began);
    const written = calls.filter(({ operation }) => /^(Create|Delete)FlowLogs$/.test(operation));
    return Object.fromEntries(
      Object.entries(Object.groupBy(written, ({ account }) => account)).map(([id, ones = []]) => [
        id,
        ones.map(({ operation, error }) => `${operation} ${error}`.trim()),
      ]),
    );
  };

  const failures = async (): Promise<string[]> => {
    const { sqs } = await clientsOf(readSettings(rehearsal, accounts).securityAccountId);
    const QueueName = 'ofn-audit-flow-logs-failures';
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 }),
    );
    return Messages.map(({ Body = '' }) => Body);
  };

  it('exchanges them VPC by VPC, so that only one is without for a moment', async () => {
    const { exitCode, output } = await rehearsal.perform({
      parameters: { flowLogTrafficType: 'REJECT' },
    });

    expect(exitCode, output).to.equal(0);
    expect(await kinds()).to.deep.equal(['cloud-watch-logs REJECT 600', 's3 REJECT 600']);
    expect(await notOn()).to.deep.equal([]);
    const written = await writes();
    expect(Object.keys(written)).to.have.members(accounts.map(({ id }) => id));
    for (const calls of Object.values(written)) {
      const exchanged = ['CreateFlowLogs FlowLogAlreadyExists', 'DeleteFlowLogs', 'CreateFlowLogs'];
      expect(calls).to.deep.equal([...exchanged, ...exchanged]);
    }
  });

  it('converges the others when EC2 refuses one VPC, and reports that one', async () => {
    foreign = await occupy();
    const before = (await flowLogs()).length;

    const { exitCode, output } = await rehearsal.perform({
      parameters: { flowLogAggregationSeconds: 60 },
    });

    expect(exitCode, output).to.equal(0);
    expect(await kinds()).to.deep.equal(['cloud-watch-logs REJECT 60', 's3 REJECT 60']);
    expect((await flowLogs()).length).to.equal(before + 1); // that of the new VPC to the bucket
    const [hole, ...others] = await notOn();
    expect(others).to.deep.equal([]);
    expect(hole).to.match(new RegExp(`^Sandbox: ${foreign.vpcId} has a flow log of ALL traffic`));
    const [message = ''] = await failures();
    expect(message).to.include(sandbox.id).and.to.include(foreign.vpcId);
    expect(message).to.include(`${foreign.flowLogId} is not ours`);
  });

  it('gives that VPC its flow log on the schedule, once the cause is gone', async () => {
    const { ec2 } = await clientsOf(sandbox.id);
    await ec2.send(new DeleteFlowLogsCommand({ FlowLogIds: [foreign.flowLogId] }));
    const { lambda } = await clientsOf(readSettings(rehearsal, accounts).securityAccountId);

    const { FunctionError } = await lambda.send(
      new InvokeCommand({
        FunctionName: 'ofn-audit-flow-logs',
        Payload: JSON.stringify({ 'detail-type': 'Scheduled Event', source: 'aws.events' }),
      }),
    );

    expect(FunctionError).to.equal(undefined);
    expect(await notOn()).to.deep.equal([]);
  });

  it('takes the former settings back, and drops a destination', async () => {
    const { exitCode, output } = await rehearsal.perform({
      parameters: {
        flowLogTrafficType: 'ALL',
        flowLogAggregationSeconds: 600,
        flowLogDestinations: ['s3'],
      },
    });

    expect(exitCode, output).to.equal(0);
    expect(await kinds()).to.deep.equal(['s3 ALL 600']);
    expect(await notOn()).to.deep.equal([]);
  });

  it('creates before it deletes, if EC2 takes both', async () => {
    const belief = '/beliefs/ec2-one-flow-log-to-a-destination';
    await rehearsal.aws.control('POST', belief, { holds: false });

    const { exitCode, output } = await rehearsal.perform({
      parameters: { flowLogTrafficType: 'ACCEPT' },
    });

    expect(exitCode, output).to.equal(0);
    expect(await kinds()).to.deep.equal(['s3 ACCEPT 600']);
    const written = await writes();
    expect(Object.keys(written)).to.have.members(accounts.map(({ id }) => id));
    for (const calls of Object.values(written)) {
      expect(calls).to.deep.equal(['CreateFlowLogs', 'DeleteFlowLogs']);
    }
  });

  /** A new VPC whose flow log to our log group is not ours. */
  async function occupy(): Promise<{ vpcId: string; flowLogId: string }> {
    const { ec2 } = await clientsOf(sandbox.id);
    const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.99.0.0/16' }));
    const vpcId = Vpc?.VpcId ?? '';
    const { FlowLogIds = [] } = await ec2.send(
      new CreateFlowLogsCommand({
        ResourceType: 'VPC',
        ResourceIds: [vpcId],
        TrafficType: 'ALL',
        LogGroupName: group,
        DeliverLogsPermissionArn: `arn:aws:iam::${sandbox.id}:role/ofn-audit-flow-logs-delivery`,
      }),
    );
    return { vpcId, flowLogId: FlowLogIds[0] ?? '' };
  }
});
