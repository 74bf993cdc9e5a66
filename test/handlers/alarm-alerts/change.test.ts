import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { setUp } from './world.ts';

const sample = path.join(import.meta.dirname, '../../events/cloudtrail/alerting-changes.json');
const record = JSON.parse(readFileSync(sample, 'utf8')) as Record<string, unknown>;
const called = (eventName: string, requestParameters: object | null) => ({
  'detail-type': 'AWS API Call via CloudTrail',
  source: 'aws.monitoring',
  detail: { ...record, eventName, requestParameters },
});
const guarded = 'ofn-audit-alerting-changes';

describe('a change of alarms by hand', () => {
  it('is reported, word for word, of the alarm on such changes', async () => {
    const { handle, alerts, commands } = setUp({});

    await handle(called('DeleteAlarms', { alarmNames: ['mine', guarded] }));

    expect(commands).to.deep.equal([]);
    expect(alerts).to.deep.equal([
      {
        subject:
          'DeleteAlarms by hand, of ofn-audit-alerting-changes: role developer, session alice in Management',
        text: [
          'The alarm ofn-audit-alerting-changes reports changes of alarms by hand; it may have been deleted, disabled or muted itself.',
          '',
          'Who: role developer, session alice',
          'Account: Management (111111111111)',
          'Region: us-east-1',
          'Source: 192.0.2.10',
          'Calls: 1 x DeleteAlarms (monitoring.amazonaws.com)',
          'Resources: alarmNames mine, ofn-audit-alerting-changes',
          'Time: 2026-01-15T09:30:00Z',
          '',
          'npm run coverage -- --service trail-alarms says what differs from its template, and how to repair it. List mute rules with aws cloudwatch list-alarm-mute-rules.',
        ].join('\n'),
      },
    ]);
  });

  for (const [eventName, parameters] of [
    ['PutAlarmMuteRule', { name: 'quiet', muteTargets: { alarmNames: [guarded] } }],
    ['DisableAlarmActions', { alarmNames: [guarded] }],
    ['PutMetricAlarm', { alarmName: guarded, threshold: 1000 }],
    ['SetAlarmState', { alarmName: guarded, stateValue: 'OK' }],
    ['PutAlarmMuteRule', { name: 'quiet' }],
    ['DeleteAlarms', null],
  ] as const) {
    it(`is reported when it is or may be of that alarm: ${eventName} ${JSON.stringify(parameters)}`, async () => {
      const { handle, alerts } = setUp({});

      await handle(called(eventName, parameters));

      expect(alerts).to.have.length(1);
    });
  }

  it('is left to that alarm when it is of others', async () => {
    const { handle, alerts } = setUp({});

    await handle(called('DeleteAlarms', { alarmNames: ['ofn-audit-root-usage'] }));

    expect(alerts).to.deep.equal([]);
  });
});

describe('a removal of the stack of alarms', () => {
  const removed = (eventName: string, requestParameters: object | null) => ({
    ...called(eventName, requestParameters),
    source: 'aws.cloudformation',
    detail: {
      ...record,
      eventSource: 'cloudformation.amazonaws.com',
      eventName,
      requestParameters,
    },
  });

  it('is reported, word for word', async () => {
    const { handle, alerts } = setUp({});

    await handle(
      removed('UpdateTerminationProtection', {
        stackName: 'arn:aws:cloudformation:us-east-1:111111111111:stack/ofn-audit-trail-alarms/1',
        enableTerminationProtection: false,
      }),
    );

    expect(alerts).to.deep.equal([
      {
        subject:
          'UpdateTerminationProtection of ofn-audit-trail-alarms: role developer, session alice in Management',
        text: [
          'This deletes ofn-audit-trail-alarms, or takes away its protection from deletion; alarms on calls go with their stack.',
          '',
          'Who: role developer, session alice',
          'Account: Management (111111111111)',
          'Region: us-east-1',
          'Source: 192.0.2.10',
          'Calls: 1 x UpdateTerminationProtection (cloudformation.amazonaws.com)',
          'Resources: stackName arn:aws:cloudformation:us-east-1:111111111111:stack/ofn-audit-trail-alarms/1',
          'Time: 2026-01-15T09:30:00Z',
          '',
          'npm run coverage -- --service trail-alarms says what differs from its template, and how to repair it. Unless a deployment did it: protect the stack again, or deploy its task with ForceDeploy: true.',
        ].join('\n'),
      },
    ]);
  });
});
