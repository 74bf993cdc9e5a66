import { expect } from 'chai';
import { readFindingAlerts, readFindings } from '../../../coverage/checks/findings.ts';
import type { Account, Settings } from '../../../organization/types.ts';
import { awsError, type FakeClient, fakeClient } from '../../doubles/aws-client.ts';
import { accounts, fakeClients, settings } from '../../doubles/organization.ts';

const bus = 'arn:aws:events:us-east-1:222222222222:event-bus/ofn-audit-findings';
const bucket = 'arn:aws:s3:::ofn-audit-findings-333333333333';
const target = (clients: Record<string, FakeClient>, more: Partial<Settings> = {}) => ({
  account: accounts[1] as Account,
  region: 'eu-west-1',
  accounts,
  settings: { ...settings, ...more },
  clients: fakeClients(clients),
});
const eventBridge = (Arn = bus) =>
  fakeClient({
    DescribeEventBus: {},
    DescribeRule: { State: 'ENABLED' },
    ListTargetsByRule: { Targets: [{ Arn }] },
  });
const exported = (Status: string, DestinationArn = bucket) =>
  fakeClient({
    ListDetectors: [{ DetectorIds: ['detector'] }],
    ListPublishingDestinations: [
      { Destinations: [], NextToken: 'two' },
      { Destinations: [{ DestinationId: 'destination', Status }] },
    ],
    DescribePublishingDestination: [{ DestinationProperties: { DestinationArn } }],
  });
const publishing = () => exported('PUBLISHING');
const findings = (guardDuty: FakeClient) =>
  readFindings(target({ eventBridge: eventBridge(), guardDuty }));

describe('findings check', () => {
  it('is on when findings of GuardDuty raise alerts and its findings are kept, on second pages too', async () => {
    expect(await findings(publishing())).to.deep.equal({ actual: 'on' });
  });

  it('looks for the rules of each source, but not for those of config-rules', async () => {
    const rules = eventBridge();
    const findingSources = ['guardduty', 'security-hub', 'access-analyzer', 'config'] as const;

    await readFindings(target({ eventBridge: rules, guardDuty: publishing() }, { findingSources }));

    const names = rules.commands.flatMap(([, input]) => input['Name'] ?? []);
    expect(names).to.deep.equal([
      'ofn-audit-findings-guardduty',
      'ofn-audit-findings-security-hub',
      'ofn-audit-findings-security-hub-v2',
      'ofn-audit-findings-access-analyzer',
    ]);
  });

  it('leaves an export to another bucket where it is adopted, as long as it publishes', async () => {
    const elsewhere = exported('PUBLISHING', 'arn:aws:s3:::other');
    const adopted = { findingAdoptedExports: ['eu-west-1'] };

    const verdict = await readFindings(
      target({ eventBridge: eventBridge(), guardDuty: elsewhere }, adopted),
    );

    expect(verdict).to.deep.equal({ actual: 'on' });
  });

  it('is off when the rule is gone', async () => {
    const gone = fakeClient({
      DescribeRule: [awsError('ResourceNotFoundException', 'none')],
    });

    const verdict = await readFindings(target({ eventBridge: gone, guardDuty: publishing() }));

    expect(verdict).to.deep.equal({
      actual: 'off',
      reason: 'there is no rule ofn-audit-findings-guardduty',
    });
  });

  it('is off when the export fails, or goes elsewhere', async () => {
    const failing = 'UNABLE_TO_PUBLISH_FIX_DESTINATION_PROPERTY';

    expect(await findings(exported(failing))).to.deep.equal({
      actual: 'off',
      reason: `the export of findings is ${failing}`,
    });
    expect(await findings(exported('PUBLISHING', 'arn:aws:s3:::elsewhere'))).to.deep.equal({
      actual: 'off',
      reason:
        'findings are exported to arn:aws:s3:::elsewhere, not to ofn-audit-findings-333333333333',
    });
  });

  it('is off when there is no export, or no detector', async () => {
    const none = fakeClient({
      ListDetectors: [{ DetectorIds: ['detector'] }],
      ListPublishingDestinations: [{}],
    });
    const bare = fakeClient({ ListDetectors: [{}] });

    expect((await findings(none)).reason).to.equal('findings are not exported');
    expect((await findings(bare)).reason).to.equal(
      'there is no detector, whose findings would be exported',
    );
  });
});

describe('finding-alerts check', () => {
  const queue = (count: string) =>
    fakeClient({
      GetQueueUrl: [{ QueueUrl: 'https://queue' }],
      GetQueueAttributes: [{ Attributes: { ApproximateNumberOfMessages: count } }],
    });
  const read = (Arn: string, count: string) =>
    readFindingAlerts(target({ eventBridge: eventBridge(Arn), sqs: queue(count) }));
  const lambda = 'arn:aws:lambda:us-east-1:222222222222:function:ofn-audit-finding-alerts';

  it('is on when the bus hands findings to the function, and none has failed', async () => {
    expect(await read(lambda, '0')).to.deep.equal({ actual: 'on' });
  });

  it('is off when the rule hands them to something else, and counts what failed', async () => {
    expect(await read(bus, '1')).to.deep.equal({
      actual: 'off',
      reason:
        'the rule ofn-audit-findings-told does not target function:ofn-audit-finding-alerts; ' +
        'the queue ofn-audit-finding-alerts-failures holds 1 event',
    });
  });
});
