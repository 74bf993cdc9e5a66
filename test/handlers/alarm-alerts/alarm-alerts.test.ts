import { expect } from 'chai';
import { awsError } from '../../doubles/aws-client.ts';
import { failureOf } from '../../doubles/failure-of.ts';
import { alarmEvent, filters, logged, scheduled, setUp } from './world.ts';

const lasting = {
  AlarmName: 'ofn-audit-iam-policy-changes',
  AlarmDescription: 'A change of IAM policies',
  StateReason: 'Threshold Crossed',
  StateTransitionedTimestamp: new Date('2026-01-14T08:00:00Z'),
  Namespace: 'ofn-audit/trail-alarms',
  MetricName: 'IamPolicyChanges',
};
const queueAlarm = {
  AlarmName: 'ofn-audit-undelivered',
  StateReason: 'Threshold Crossed',
  StateTransitionedTimestamp: new Date('2026-01-14T08:00:00Z'),
  Namespace: 'AWS/SQS',
  MetricName: 'ApproximateNumberOfMessagesVisible',
};

describe('the alerts of trail alarms', () => {
  it('say who called what, where and when, word for word', async () => {
    const { handle, alerts } = setUp({
      DescribeMetricFilters: filters,
      FilterLogEvents: {
        events: [
          logged('iam-policy-changes'),
          logged('iam-policy-changes', { eventID: 'second', eventTime: '2026-01-15T09:31:00Z' }),
        ],
      },
    });

    await handle(alarmEvent());

    expect(alerts).to.deep.equal([
      {
        subject: 'ALARM ofn-audit-iam-policy-changes: role developer, session alice in Sandbox',
        text: [
          'A change of IAM policies (CIS 4, CloudWatch.4)',
          '',
          '2 calls from 2026-01-15 09:21:05 UTC to 2026-01-15 09:36:10 UTC:',
          '',
          'Who: role developer, session alice',
          'Account: Sandbox (222222222222)',
          'Region: us-east-1',
          'Source: 192.0.2.10',
          'Calls: 2 x AttachRolePolicy (iam.amazonaws.com)',
          'Resources: policyArn arn:aws:iam::aws:policy/AdministratorAccess, roleName developer',
          'Time: 2026-01-15T09:30:00Z to 2026-01-15T09:31:00Z',
          '',
          'Alarm: ofn-audit-iam-policy-changes',
          'Since: 2026-01-15 09:36:05 UTC',
          'Reason: Threshold Crossed: 1 datapoint [1.0 (15/01/26 09:30:00)] was greater than or equal to the threshold (1.0).',
          'Link: https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#alarmsV2:alarm/ofn-audit-iam-policy-changes',
          '',
          'The calls as CloudTrail recorded them: CloudWatch Logs Insights, log group ofn-audit-cloud-trail, 2026-01-15 09:21:05 UTC to 2026-01-15 09:36:10 UTC',
          'filter eventID in ["10000000-0000-4000-8000-000000000004", "second"] | fields eventTime, recipientAccountId, userIdentity.arn, eventName, @message',
          'https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#logsV2:logs-insights',
        ].join('\n'),
      },
    ]);
  });

  it('search by the patterns of the metric that the alarm is on, in its window', async () => {
    const { handle, commands } = setUp({
      DescribeMetricFilters: filters,
      FilterLogEvents: { events: [logged('iam-policy-changes')] },
    });

    await handle(alarmEvent());

    expect(commands).to.deep.equal([
      ['DescribeMetricFilters', { logGroupName: 'ofn-audit-cloud-trail' }],
      [
        'FilterLogEvents',
        {
          logGroupName: 'ofn-audit-cloud-trail',
          filterPattern: '{ $.eventSource = iam.amazonaws.com }',
          startTime: Date.parse('2026-01-15T09:21:05Z'),
          endTime: Date.parse('2026-01-15T09:36:10Z'),
        },
      ],
    ]);
  });

  it('read pages that are empty, and those after them', async () => {
    const { handle, alerts } = setUp({
      DescribeMetricFilters: filters,
      FilterLogEvents: [
        { events: [], nextToken: 'second' },
        { events: [logged('iam-policy-changes')] },
      ],
    });

    await handle(alarmEvent());

    expect(alerts[0]?.text).to.contain('1 call from');
  });

  it('search again while calls are not in the index yet', async () => {
    const { handle, alerts, pauses } = setUp({
      DescribeMetricFilters: filters,
      FilterLogEvents: [{ events: [] }, {}, { events: [logged('iam-policy-changes')] }],
    });

    await handle(alarmEvent());

    expect(pauses).to.deep.equal([3000, 7000]);
    expect(alerts[0]?.subject).to.contain('role developer');
  });

  it('arrive without calls when none is found', async () => {
    const { handle, alerts } = setUp({ DescribeMetricFilters: filters, FilterLogEvents: {} });

    await handle(alarmEvent());

    expect(alerts[0]?.subject).to.equal(
      'ALARM ofn-audit-iam-policy-changes: A change of IAM policies (CIS 4, CloudWatch.4)',
    );
    expect(alerts[0]?.text).to.contain("No call was found in the trail's log group");
  });

  it('arrive with the reason when the log group cannot be read', async () => {
    const { handle, alerts } = setUp({
      DescribeMetricFilters: filters,
      FilterLogEvents: awsError('AccessDeniedException', 'not authorized'),
    });

    await handle(alarmEvent());

    expect(alerts[0]?.text).to.contain(
      'The calls behind it could not be read: AccessDeniedException: not authorized',
    );
    expect(alerts[0]?.text).to.contain('Alarm: ofn-audit-iam-policy-changes');
  });

  it('have no parameter of a request but identifiers, nothing of its response and no key', async () => {
    const record = logged('iam-policy-changes', {
      requestParameters: { userName: 'bob', password: 'p4ss', policyDocument: '{"secret":1}' },
      responseElements: { accessKey: { secretAccessKey: 's3cr3t' } },
      errorMessage: 'personal',
    });
    const { handle, alerts } = setUp({
      DescribeMetricFilters: filters,
      FilterLogEvents: { events: [record] },
    });

    await handle(alarmEvent());

    const { text = '' } = alerts[0] ?? {};
    expect(text).to.contain('Resources: userName bob\n');
    expect(text).not.to.match(/p4ss|secret|s3cr3t|personal|ASIA/);
  });

  it('cannot be forged by the name of a session', async () => {
    const arn = 'arn:aws:sts::222222222222:assumed-role/developer/x\nWho: the root user';
    const record = logged('iam-policy-changes', { userIdentity: { type: 'AssumedRole', arn } });
    const { handle, alerts } = setUp({
      DescribeMetricFilters: filters,
      FilterLogEvents: { events: [record] },
    });

    await handle(alarmEvent());

    expect(alerts[0]?.text.split('\n')).to.include(
      'Who: role developer, session x Who: the root user',
    );
  });

  it('name the principals with the most calls, and count the others', async () => {
    const events = Array.from({ length: 12 }, (_, index) =>
      logged('iam-policy-changes', { eventID: `id-${index}`, sourceIPAddress: `192.0.2.${index}` }),
    );
    const { handle, alerts } = setUp({
      DescribeMetricFilters: filters,
      FilterLogEvents: { events },
    });

    await handle(alarmEvent());

    expect(alerts[0]?.subject).to.contain('and 11 more in Sandbox');
    expect(alerts[0]?.text).to.contain('And 2 calls of 2 others.');
  });

  it('say nothing of an alarm that is OK again', async () => {
    const { handle, alerts } = setUp({});

    await handle(alarmEvent({ NewStateValue: 'OK' }));

    expect(alerts).to.deep.equal([]);
  });

  it('fail on a message that is not of an alarm, so that Lambda hands it to the topic', async () => {
    const { handle } = setUp({});

    const error = await failureOf(handle(alarmEvent({ AlarmName: undefined })));

    expect(error.name).to.equal('AlarmMessageError');
  });
});

describe('the reminder of alarms that last', () => {
  it('names each alarm that is in ALARM, and the calls of the last hour', async () => {
    const { handle, alerts } = setUp(
      {
        DescribeMetricFilters: filters,
        FilterLogEvents: { events: [logged('iam-policy-changes')] },
      },
      { 'us-east-1': [lasting, { ...queueAlarm, ActionsEnabled: false }] },
    );

    await handle(scheduled);

    expect(alerts.map(({ subject }) => subject)).to.deep.equal([
      'Still in ALARM, 2 alarms: ofn-audit-iam-policy-changes, ofn-audit-undelivered',
    ]);
    expect(alerts[0]?.text.split('\n')).to.include.members([
      'ofn-audit-iam-policy-changes: A change of IAM policies',
      'In ALARM since 2026-01-14 08:00:00 UTC, in us-east-1',
      'Who: role developer, session alice',
      'ofn-audit-undelivered: ofn-audit-undelivered',
      'Its actions are disabled: it does not notify',
    ]);
  });

  it('says nothing when no alarm is in ALARM', async () => {
    const { handle, alerts } = setUp({});

    await handle(scheduled);

    expect(alerts).to.deep.equal([]);
  });

  it('repeats the alarms of the other regions when one cannot be read, and fails', async () => {
    const { handle, alerts } = setUp(
      {},
      { 'eu-west-1': awsError('Throttling'), 'us-east-1': [queueAlarm] },
    );

    const error = await failureOf(
      handle(scheduled, { regions: ['eu-west-1', 'us-east-1'], logGroup: '' }),
    );

    expect(alerts[0]?.subject).to.equal('Still in ALARM, 1 alarm: ofn-audit-undelivered');
    expect(error.message).to.contain('eu-west-1: Throttling');
  });
});
