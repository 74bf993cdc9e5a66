import { expect } from 'chai';
import { readReportHarvester } from '../../../coverage/checks/report-harvester.ts';
import type { Account } from '../../../organization/types.ts';
import { fakeClient } from '../../doubles/aws-client.ts';
import { accounts, fakeClients, settings } from '../../doubles/organization.ts';

const place = 'us-east-1:222222222222';
const mapping = {
  EventSourceArn: `arn:aws:sqs:${place}:ofn-audit-account-harvester-accounts`,
  FunctionArn: `arn:aws:lambda:${place}:function:ofn-audit-account-harvester`,
  State: 'Enabled',
};
const targets: Readonly<Record<string, string>> = {
  'ofn-audit-account-harvester-schedule': mapping.FunctionArn,
  'ofn-audit-account-harvester-accounts': mapping.EventSourceArn,
};
interface Changes {
  disabled?: string;
  mapping?: object;
  failures?: string;
}

const read = (changes: Changes = {}) => {
  const eventBridge = fakeClient({
    DescribeRule: ({ Name }: { Name: string }) => ({
      State: Name === changes.disabled ? 'DISABLED' : 'ENABLED',
    }),
    ListTargetsByRule: ({ Rule }: { Rule: string }) => ({ Targets: [{ Arn: targets[Rule] }] }),
  });
  const EventSourceMappings = [{ ...mapping, ...changes.mapping }];
  const alarm = { ActionsEnabled: true, AlarmActions: ['topic'], StateValue: 'OK' };
  const Attributes = { ApproximateNumberOfMessages: changes.failures ?? '0' };
  return readReportHarvester({
    account: accounts[1] as Account,
    region: 'us-east-1',
    accounts,
    settings,
    clients: fakeClients({
      eventBridge,
      lambda: fakeClient({ ListEventSourceMappings: { EventSourceMappings } }),
      cloudWatch: fakeClient({ DescribeAlarms: { MetricAlarms: [alarm] } }),
      sqs: fakeClient({
        GetQueueUrl: { QueueUrl: 'https://queue' },
        GetQueueAttributes: { Attributes },
      }),
    }),
  });
};

describe('report-harvester check', () => {
  it('is on when schedule and events reach the harvester, which returns no failed messages', async () => {
    expect(await read()).to.deep.equal({ actual: 'on' });
  });

  for (const name of Object.keys(targets)) {
    it(`is off when the rule ${name} is disabled`, async () => {
      const reason = `the rule ${name} is DISABLED`;

      expect(await read({ disabled: name })).to.deep.equal({ actual: 'off', reason });
    });
  }

  it('is off when nothing reads the events of accounts, and when a harvest has failed', async () => {
    const verdict = await read({ mapping: { State: 'Disabled' }, failures: '1' });

    expect(verdict).to.deep.equal({
      actual: 'off',
      reason:
        'the event source mapping of ofn-audit-account-harvester is Disabled: enable it; ' +
        'the queue ofn-audit-account-harvester-failures holds 1 event',
    });
  });
});
