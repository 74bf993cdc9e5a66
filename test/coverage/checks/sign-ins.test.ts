import { expect } from 'chai';
import { readSignInMonitor, readSignIns } from '../../../coverage/checks/sign-ins.ts';
import type { Account } from '../../../organization/types.ts';
import { awsError, type FakeClient, fakeClient } from '../../doubles/aws-client.ts';
import { accounts, fakeClients, settings } from '../../doubles/organization.ts';

const home = 'arn:aws:events:us-east-1:222222222222:event-bus/ofn-audit-sign-ins';
const target = (clients: Record<string, FakeClient>) => ({
  account: accounts[3] as Account,
  region: 'eu-west-1',
  accounts,
  settings,
  clients: fakeClients(clients),
});
const signIns = (State: string, ...pages: unknown[]) => {
  const eventBridge = fakeClient({
    DescribeRule: [{ State }],
    ListTargetsByRule: pages,
  });
  return { eventBridge, verdict: readSignIns(target({ eventBridge })) };
};

describe('sign-ins check', () => {
  it('finds the bus of the security account on the second page of targets', async () => {
    const { eventBridge, verdict } = signIns(
      'ENABLED',
      { Targets: [{ Arn: 'arn:aws:sqs:eu-west-1:444444444444:own' }], NextToken: 'two' },
      { Targets: [{ Arn: home }] },
    );

    expect(await verdict).to.deep.equal({ actual: 'on' });
    expect(eventBridge.commands.map(([, input]) => input)).to.deep.equal([
      { Name: 'ofn-audit-sign-ins', EventBusName: 'default' },
      { Rule: 'ofn-audit-sign-ins', EventBusName: 'default' },
      { Rule: 'ofn-audit-sign-ins', EventBusName: 'default', NextToken: 'two' },
    ]);
  });

  it('takes a rule that wants all management events for enabled', async () => {
    const state = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';

    expect(await signIns(state, { Targets: [{ Arn: home }] }).verdict).to.deep.equal({
      actual: 'on',
    });
  });

  it('is off when the rule is disabled', async () => {
    expect(await signIns('DISABLED').verdict).to.deep.equal({
      actual: 'off',
      reason: 'the rule ofn-audit-sign-ins is DISABLED',
    });
  });

  it("is off when the rule sends to another account's bus", async () => {
    const elsewhere = home.replace('222222222222', '999999999999');

    expect(await signIns('ENABLED', { Targets: [{ Arn: elsewhere }] }).verdict).to.deep.equal({
      actual: 'off',
      reason:
        'the rule ofn-audit-sign-ins does not target ' +
        'events:us-east-1:222222222222:event-bus/ofn-audit-sign-ins',
    });
  });

  it('is off when there is no rule, and lets a denial through', async () => {
    const read = (error: Error) =>
      readSignIns(target({ eventBridge: fakeClient({ DescribeRule: [error] }) }));

    const denied = await read(awsError('AccessDeniedException', 'no')).catch((error) => error);

    expect(await read(awsError('ResourceNotFoundException', 'none'))).to.deep.equal({
      actual: 'off',
      reason: 'there is no rule ofn-audit-sign-ins',
    });
    expect(denied).to.have.property('name', 'AccessDeniedException');
  });
});

const targets: Record<string, string> = {
  'ofn-audit-sign-ins-judged':
    'arn:aws:lambda:us-east-1:222222222222:function:ofn-audit-sign-in-monitor',
  'ofn-audit-sign-ins-kept':
    'arn:aws:logs:us-east-1:222222222222:log-group:/aws/events/ofn-audit-sign-ins',
};
const busWith = (rules: Record<string, string>) =>
  fakeClient({
    DescribeEventBus: {},
    DescribeRule: ({ Name }: { Name: string }) =>
      Name in rules ? { State: 'ENABLED' } : awsError('ResourceNotFoundException', 'no rule'),
    ListTargetsByRule: ({ Rule }: { Rule: string }) => ({ Targets: [{ Arn: rules[Rule] }] }),
  });
const queueOf = (count: string) =>
  fakeClient({
    GetQueueUrl: [{ QueueUrl: 'https://queue' }],
    GetQueueAttributes: [{ Attributes: { ApproximateNumberOfMessages: count } }],
  });
const monitor = (eventBridge: FakeClient, count = '0') =>
  readSignInMonitor(target({ eventBridge, sqs: queueOf(count) }));

describe('sign-in-monitor check', () => {
  it('is on when the bus keeps and judges, and nothing has failed', async () => {
    const eventBridge = busWith(targets);

    expect(await monitor(eventBridge)).to.deep.equal({ actual: 'on' });
    const rules = eventBridge.commands.filter(([name]) => name !== 'DescribeEventBus');
    expect(rules.every(([, input]) => input['EventBusName'] === 'ofn-audit-sign-ins')).to.equal(
      true,
    );
  });

  it('names the rule that is gone, and counts what failed', async () => {
    const { 'ofn-audit-sign-ins-judged': judged = '' } = targets;

    const verdict = await monitor(busWith({ 'ofn-audit-sign-ins-judged': judged }), '2');

    expect(verdict).to.deep.equal({
      actual: 'off',
      reason:
        'there is no rule ofn-audit-sign-ins-kept; ' +
        'the queue ofn-audit-sign-in-monitor-failures holds 2 events',
    });
  });

  it('says of a missing bus only that', async () => {
    const gone = awsError('ResourceNotFoundException', 'no bus');

    expect(await monitor(fakeClient({ DescribeEventBus: [gone] }))).to.deep.equal({
      actual: 'off',
      reason: 'there is no bus ofn-audit-sign-ins',
    });
  });
});
