import { expect } from 'chai';
import { startCounts } from '../../../handlers/finding-alerts/counted.ts';
import { digestOf, publishDigests } from '../../../handlers/finding-alerts/digest.ts';
import { alertFindings } from '../../../handlers/finding-alerts/finding-alerts.ts';
import { startsIn } from '../../../handlers/finding-alerts/schedule.ts';
import { sentFindings } from '../../../handlers/finding-alerts/sent.ts';
import { type StartKey, startTimes } from '../../../handlers/finding-alerts/starts.ts';
import { once } from '../../../lambda/alerting/once.ts';
import type { Alert } from '../../../lambda/alerting/topic.ts';
import type { LogEntry } from '../../../lambda/log.ts';
import { awsError } from '../../doubles/aws-client.ts';
import { failureOf } from '../../doubles/failure-of.ts';
import { fakeTable } from '../../lambda/alerting/table.ts';
import { hubSampleWith, sample, sampleWith } from './samples.ts';

const HOUR_MS = 3_600_000;
const START = Date.parse('2026-10-05T12:00:00Z');
const TABLE = 'audit-findings';
const NAMES: Readonly<Record<string, string>> = {
  '333333333333': 'Sandbox',
  '444444444444': 'Production',
};

interface Change {
  id: string;
  accountId?: string;
  region?: string;
  old?: string;
  hour?: number;
}

/** A resource that AWS Config finds noncompliant, some hours after the start. */
function violation({ id, accountId, region = 'eu-west-1', old, hour = 1 }: Change) {
  const event = structuredClone(sample('config-rule')) as unknown as {
    event: { time: string; account: string; region: string; detail: Record<string, unknown> };
  };
  const time = new Date(START + hour * HOUR_MS).toISOString();
  Object.assign(event.event, { time, account: accountId ?? '444444444444', region });
  Object.assign(event.event.detail, {
    resourceId: id,
    awsRegion: region,
    newEvaluationResult: { complianceType: 'NON_COMPLIANT', resultRecordedTime: time },
    oldEvaluationResult: old ? { complianceType: old } : undefined,
  });
  return event;
}

function setUp({ startHours = 24, joinedAt = START - 1000 * HOUR_MS } = {}) {
  const dynamodbFails: Record<string, Error> = {};
  const { dynamodb, items } = fakeTable((command) => {
    if (dynamodbFails[command]) {
      throw dynamodbFails[command];
    }
  });
  const clock = { now: START };
  const alerts: Alert[] = [];
  const logged: LogEntry[] = [];
  const fail: { publish?: Error } = {};
  const options = { now: () => clock.now };
  const dependencies = {
    names: {
      nameOf: async (id: string) => NAMES[id] ?? id,
      joinedAt: async (id: string) => (id === '333333333333' ? joinedAt : START - HOUR_MS),
    },
    once: once(dynamodb, TABLE, options),
    sent: sentFindings(dynamodb, TABLE, options),
    starts: startTimes(dynamodb, TABLE, options),
    counts: startCounts(dynamodb, TABLE),
    now: options.now,
    publish: async (alert: Alert) => {
      if (fail.publish) {
        throw fail.publish;
      }
      alerts.push(alert);
    },
    log: (entry: LogEntry) => void logged.push(entry),
  };
  const policy = {
    threshold: 5,
    findingTypes: [],
    sources: ['guardduty' as const],
    startHours,
    regions: ['eu-west-1', 'us-east-1'],
  };
  const handle = async (...events: object[]) => {
    for (const event of events) {
      await alertFindings(dependencies, policy, event);
    }
  };
  const digest = async (hour: number) => {
    clock.now = START + hour * HOUR_MS;
    await publishDigests(dependencies, 'us-east-1', clock.now);
  };
  const begin = (...keys: StartKey[]) => dependencies.starts.of(keys);
  const outcomes = () => logged.map(({ message }) => message);
  return { handle, digest, begin, alerts, outcomes, items, clock, fail, dynamodbFails };
}

describe('the start of alerts', () => {
  it('counts what existed, reports it in one digest, and alerts on what is new', async () => {
    const { handle, digest, alerts } = setUp();

    await handle(
      violation({ id: 'sg-1' }),
      violation({ id: 'sg-2', region: 'us-east-1' }),
      violation({ id: 'sg-3', accountId: '333333333333' }),
    );
    await digest(23);
    const early = [...alerts];
    await digest(24);
    await digest(25);
    await handle(violation({ id: 'sg-4', hour: 26 }));

    expect(early).to.deep.equal([]);
    expect(alerts.map(({ subject }) => subject)).to.deep.equal([
      'Start of alerts: 3 findings of 1 kind in 2 accounts',
      'HIGH AWS Config finding in Production: A security group allows the whole internet to access port 22',
    ]);
    expect(alerts[0]?.text.split('\n\n').slice(1)).to.deep.equal([
      [
        'HIGH AWS Config: A security group allows the whole internet to access port 22: 3',
        '- Production (444444444444): 2 in eu-west-1, us-east-1',
        '- Sandbox (333333333333): 1 in eu-west-1',
      ].join('\n'),
      'In the security account:\nAWS Config: https://us-east-1.console.aws.amazon.com/config/home?region=us-east-1',
    ]);
  });

  it('counts a finding once, however often its event is delivered', async () => {
    const { handle, digest, alerts } = setUp();

    await handle(violation({ id: 'sg-1' }), violation({ id: 'sg-1' }));
    await digest(24);

    expect(alerts.map(({ subject }) => subject)).to.deep.equal([
      'Start of alerts: 1 finding of 1 kind in 1 account',
    ]);
  });

  it('hides no attack: changes that AWS Config saw, and activity, alert at once', async () => {
    const { handle, outcomes } = setUp();
    const product = (types: string[]) => hubSampleWith('security-hub-product', { Types: types });
    const v2 = (class_uid: number) =>
      hubSampleWith('security-hub-v2', { class_uid, finding_info: { uid: `v2-${class_uid}` } });

    await handle(
      violation({ id: 'sg-1', old: 'COMPLIANT' }),
      sampleWith('guard-duty', { severity: 5 }),
      { ...product(['TTPs/Initial Access']), time: '2026-10-05T13:00:00Z' },
      { ...v2(2004), time: '2026-10-05T13:00:00Z' },
    );

    expect(outcomes()).to.deep.equal(['Sent', 'Sent', 'Sent', 'Sent']);
  });

  it('counts states of every other source', async () => {
    const { handle, digest, outcomes, alerts } = setUp();
    const time = '2026-10-05T13:00:00Z';

    await handle(
      { ...sample('security-hub-control'), time },
      { ...sample('security-hub-product'), time },
      { ...sample('access-analyzer-public'), time },
    );
    await digest(24);

    expect(outcomes().slice(0, 3)).to.deep.equal(Array(3).fill('Counted for the digest'));
    expect(alerts[0]?.text.split('\n\n').slice(1, -1)).to.deep.equal([
      'CRITICAL Security Hub (Inspector): Software and Configuration Checks/Vulnerabilities/CVE: 1\n- Production (444444444444): 1 in eu-west-1',
      'HIGH Access Analyzer: Public access: 1\n- Production (444444444444): 1 in eu-west-1',
      'HIGH Security Hub: Security groups should not allow ingress from 0.0.0.0/0 or ::/0 to port 22: 1\n- Production (444444444444): 1 in eu-west-1',
    ]);
  });

  it('alerts on a finding that was counted once its severity rises, or it comes back later', async () => {
    const { handle, outcomes } = setUp();
    const control = (hour: number, changes: object) => ({
      ...hubSampleWith('security-hub-control', { ...changes }),
      time: new Date(START + hour * HOUR_MS).toISOString(),
    });

    await handle(
      control(1, {}),
      control(2, { Severity: { Label: 'CRITICAL' } }),
      control(25, { Compliance: { Status: 'PASSED' } }),
      control(26, {}),
    );

    expect(outcomes()).to.deep.equal([
      'Counted for the digest',
      'Sent',
      'Over: compliance PASSED',
      'Sent',
    ]);
  });

  it('begins with the latest of the source, the region, the rule and the account', async () => {
    const { handle, begin, clock, outcomes } = setUp({ joinedAt: START + 30 * HOUR_MS });
    await begin('source/config', 'region/eu-west-1', 'rule/restricted-ssh');
    clock.now = START + 60 * HOUR_MS;
    await begin('region/us-east-1');

    await handle(
      violation({ id: 'sg-1', hour: 25 }),
      violation({ id: 'sg-2', hour: 31, accountId: '333333333333' }),
      violation({ id: 'sg-3', hour: 55, accountId: '333333333333' }),
      violation({ id: 'sg-4', hour: 61, region: 'us-east-1' }),
      violation({ id: 'sg-5', hour: 85, region: 'us-east-1' }),
    );

    expect(outcomes()).to.deep.equal([
      'Sent',
      'Counted for the digest',
      'Sent',
      'Counted for the digest',
      'Sent',
    ]);
  });

  it('of a rule without a violation does not hide the first one, years later', async () => {
    const { handle, begin, outcomes } = setUp();
    const settings = { findingSources: ['config' as const], regions: ['eu-west-1'] };
    const schedules = [
      { 'detail-type': 'Scheduled Event' },
      { 'detail-type': 'Config Rules', rules: ['restricted-ssh'] },
    ];
    for (const schedule of schedules) {
      await begin(...(startsIn(schedule, settings) ?? []));
    }

    await handle(violation({ id: 'sg-1', hour: 24 * 700 }));

    expect(outcomes()).to.deep.equal(['Sent']);
  });

  it('is switched off by 0 hours', async () => {
    const { handle, outcomes, items } = setUp({ startHours: 0 });

    await handle(violation({ id: 'sg-1' }));

    expect(outcomes()).to.deep.equal(['Sent']);
    expect(items.has('starts')).to.equal(false);
  });

  it('is remembered by the table, not by the sandbox, and never moves', async () => {
    const { dynamodb } = fakeTable();
    const before = startTimes(dynamodb, TABLE, { now: () => START });
    const after = startTimes(dynamodb, TABLE, { now: () => START + HOUR_MS });
    const many = Array.from({ length: 120 }, (_, i): StartKey => `rule/r${i}`);

    await before.of(many);
    const times = await after.of([...many, 'rule/new']);

    expect(new Set(many.map((key) => times.get(key)))).to.deep.equal(new Set([START]));
    expect(times.get('rule/new')).to.equal(START + HOUR_MS);
  });
});

describe('the digest of a start', () => {
  it('is published again by the next run when the topic refused it', async () => {
    const { handle, digest, alerts, fail } = setUp();
    await handle(violation({ id: 'sg-1' }));

    fail.publish = awsError('Throttled');
    const error = await failureOf(digest(24));
    delete fail.publish;
    await digest(24);
    await digest(26);

    expect(error.name).to.equal('Throttled');
    expect(alerts).to.have.length(1);
  });

  it('is not published again because its counts could not be removed, until the next hour', async () => {
    const { handle, digest, alerts, dynamodbFails } = setUp();
    await handle(violation({ id: 'sg-1' }));

    dynamodbFails.DeleteItem = awsError('ThrottlingException');
    const error = await failureOf(digest(24));
    delete dynamodbFails.DeleteItem;
    await digest(24.5);
    const once = alerts.length;
    await digest(25);
    await digest(26);

    expect(error.name).to.equal('ThrottlingException');
    expect([once, alerts.length]).to.deep.equal([1, 2]);
  });

  it('of more accounts than are removed at once keeps no counts', async () => {
    const { handle, digest, alerts, items } = setUp();
    const accounts = Array.from({ length: 120 }, (_, i) => String(700000000000 + i));

    await handle(...accounts.map((accountId) => violation({ id: 'sg-1', accountId })));
    await digest(24);

    expect(alerts[0]?.subject).to.equal('Start of alerts: 120 findings of 1 kind in 120 accounts');
    expect([...items.keys()].filter((id) => id.startsWith('counted#'))).to.deep.equal([]);
  });

  it('is one for each start, and keeps no counts', async () => {
    const { handle, digest, alerts, items } = setUp({ joinedAt: START + 10 * HOUR_MS });

    await handle(
      violation({ id: 'sg-1' }),
      violation({ id: 'sg-2', hour: 11, accountId: '333333333333' }),
    );
    await digest(40);

    expect(alerts).to.have.length(2);
    expect([...items.keys()].filter((id) => id.startsWith('counted#'))).to.deep.equal([]);
  });

  it('names the worst first, and counts what does not fit', () => {
    const count = (group: string, severity: number, accountId: string, count: number) => ({
      id: '',
      endsAt: 0,
      source: 'AWS Config',
      group,
      severity,
      accountId,
      regions: ['eu-west-1'],
      count,
    });
    const accounts = Array.from({ length: 12 }, (_, i) => String(111111111111 + i));
    const counts = [
      ...Array.from({ length: 41 }, (_, i) => count(`Kind ${i}`, 7, '444444444444', 50 - i)),
      ...accounts.map((id, index) => count('Worst', 9, id, index + 1)),
    ];

    const { subject, text } = digestOf(counts, new Map([['444444444444', 'Production']]), '');

    const paragraphs = text.split('\n\n');
    expect(subject).to.equal('Start of alerts: 1308 findings of 42 kinds in 13 accounts');
    expect(paragraphs[1]?.split('\n').slice(0, 2)).to.deep.equal([
      'CRITICAL AWS Config: Worst: 78',
      '- 111111111122: 12 in eu-west-1',
    ]);
    expect(paragraphs[1]).to.match(/\n- and 2 more accounts$/);
    expect(paragraphs.at(-1)).to.equal('And 2 more kinds, with 21 findings.');
  });
});
