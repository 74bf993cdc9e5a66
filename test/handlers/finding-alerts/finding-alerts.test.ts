import { expect } from 'chai';
import fc from 'fast-check';
import { startCounts } from '../../../handlers/finding-alerts/counted.ts';
import {
  alertFindings,
  begins,
  type Policy,
} from '../../../handlers/finding-alerts/finding-alerts.ts';
import { sentFindings } from '../../../handlers/finding-alerts/sent.ts';
import { startTimes } from '../../../handlers/finding-alerts/starts.ts';
import { once } from '../../../lambda/alerting/once.ts';
import type { Alert } from '../../../lambda/alerting/topic.ts';
import type { LogEntry } from '../../../lambda/log.ts';
import { awsError } from '../../doubles/aws-client.ts';
import { failureOf } from '../../doubles/failure-of.ts';
import { fakeTable } from '../../lambda/alerting/table.ts';
import { hubSampleWith, sample, sampleWith } from './samples.ts';

const START = Date.parse('2026-10-05T12:00:00Z');

function setUp(policy: Partial<Policy> = {}, publish: (alert: Alert) => void = () => {}) {
  const { dynamodb } = fakeTable();
  const clock = { now: START };
  const alerts: Alert[] = [];
  const logged: LogEntry[] = [];
  const options = { now: () => clock.now };
  const dependencies = {
    names: {
      nameOf: async (id: string) => (id === '444444444444' ? 'Production' : id),
      joinedAt: async () => undefined,
    },
    once: once(dynamodb, 'audit-findings', options),
    sent: sentFindings(dynamodb, 'audit-findings', options),
    starts: startTimes(dynamodb, 'audit-findings', options),
    counts: startCounts(dynamodb, 'audit-findings'),
    now: options.now,
    publish: async (alert: Alert) => {
      publish(alert);
      alerts.push(alert);
    },
    log: (entry: LogEntry) => void logged.push(entry),
  };
  const whole = {
    threshold: 7,
    findingTypes: [],
    sources: ['guardduty' as const],
    startHours: 0,
    regions: ['eu-west-1'],
    ...policy,
  };
  const handle = (event: unknown) => alertFindings(dependencies, whole, event);
  const subjects = () => alerts.map(({ subject }) => subject);
  return { handle, alerts, subjects, logged, clock };
}

/** An event of Security Hub with findings of these ids. */
function hubEvent(...ids: unknown[]) {
  const [finding] = sample('security-hub-control').detail['findings'] as object[];
  const findings = ids.map((Id) => ({ ...finding, Id }));
  return { ...sample('security-hub-control'), detail: { findings } };
}

describe('the alerts of findings', () => {
  it('alert on findings at and above the threshold, not those below', async () => {
    const { handle, subjects } = setUp();

    for (const [id, severity] of [
      ['a', 6.9],
      ['b', 7],
      ['c', 9.5],
    ] as const) {
      await handle(sampleWith('guard-duty', { id, severity, title: `Finding ${id}` }));
    }

    expect(subjects()).to.deep.equal([
      'HIGH GuardDuty finding in Production: Finding b',
      'CRITICAL GuardDuty finding in Production: Finding c',
    ]);
  });

  it('alert on an update only if its severity rose', async () => {
    const { handle, alerts } = setUp();

    for (const severity of [7, 7, 8, 7, 8]) {
      await handle(sampleWith('guard-duty', { severity }));
    }

    expect(alerts.map(({ text }) => text.split('\n')[2])).to.deep.equal([
      'Severity: High (7)',
      'Severity: High (8), risen from High (7)',
    ]);
  });

  const comeBack = [
    ['security-hub-control', { Compliance: { Status: 'PASSED' } }],
    ['security-hub-control', { Workflow: { Status: 'RESOLVED' } }],
    ['security-hub-product', { RecordState: 'ARCHIVED' }],
    ['security-hub-v2', { status_id: 4 }],
    ['access-analyzer-public', { status: 'RESOLVED' }],
    ['access-analyzer-public', { isDeleted: true }],
    ['guard-duty', { service: { archived: true } }],
  ] as const;
  for (const [name, changes] of comeBack) {
    it(`alert again on what was over and comes back: ${name}, ${JSON.stringify(changes)}`, async () => {
      const { handle, logged } = setUp({ threshold: 5 });
      const withChanges = name.startsWith('security-hub') ? hubSampleWith : sampleWith;
      const over = withChanges(name, { ...changes });
      const active = sample(name);

      for (const [hour, event] of [active, active, over, over, active].entries()) {
        await handle({ ...event, time: `2026-10-06T0${hour}:00:00Z` });
      }

      expect(logged.map(({ message }) => message.split(':')[0])).to.deep.equal([
        'Sent',
        'Not sent',
        'Over',
        'Not sent',
        'Sent',
      ]);
    });
  }

  it('alert on what came back also when that it was over arrives late, with the severity of its return', async () => {
    const { handle, alerts, subjects, logged } = setUp({ threshold: 5 });
    const name = 'security-hub-control';
    const over = hubSampleWith(name, {
      Compliance: { Status: 'PASSED' },
      Severity: { Label: 'INFORMATIONAL', Normalized: 0 },
    });

    for (const [event, hour] of [
      [sample(name), 1],
      [sample(name), 3],
      [over, 2],
    ] as const) {
      await handle({ ...event, time: `2026-10-06T0${hour}:00:00Z` });
    }

    expect(logged.map(({ message }) => message)).to.deep.equal([
      'Sent',
      'Not sent: sent before',
      'Sent: it came back',
    ]);
    expect(subjects()[1]).to.equal(subjects()[0]);
    expect(alerts[1]?.text).to.contain('It was over (');
  });

  it('leave out what is muted, whatever its severity, and log why', async () => {
    const { handle, alerts, logged } = setUp({ threshold: 0 });

    await handle(sample('guard-duty-archived'));
    await handle(sample('security-hub-guard-duty'));
    await handle(hubSampleWith('security-hub-control', { RecordState: 'ARCHIVED' }));

    expect(alerts).to.be.empty;
    expect(logged.map(({ message }) => message)).to.deep.equal([
      'Not sent: archived',
      'Not sent: alerted by guardduty itself',
      'Not sent: record ARCHIVED',
    ]);
  });

  it('alert on only the wanted types, if any are given, and what has no type', async () => {
    const { handle, subjects } = setUp({ threshold: 0, findingTypes: ['Trojan:', '*:IAM'] });
    const types = ['Trojan:EC2/DNSDataExfiltration', 'Recon:EC2/Portscan', 'Stealth:IAMUser/X', ''];

    for (const type of types) {
      await handle(sampleWith('guard-duty', { id: `id ${type}`, type, title: type }));
    }

    expect(subjects().map((subject) => subject.split(': ')[1])).to.deep.equal([
      'Trojan:EC2/DNSDataExfiltration',
      'Stealth:IAMUser/X',
      'Untitled',
    ]);
  });

  it('report that an event could not be read, once for the same event', async () => {
    const { handle, alerts } = setUp();
    const event = { ...sample('guard-duty'), 'detail-type': 'Macie Finding' };

    await handle(event);
    await handle(event);
    await handle({ ...event, id: 'another' });

    expect(alerts).to.have.length(2);
    expect(alerts[0]?.subject).to.equal('A security finding could not be read');
    expect(alerts[0]?.text).to.include('"detail-type":"Macie Finding"');
  });

  it('alert on the other findings of an event when one fails, then fail with its id', async () => {
    let isDown = true;
    const { handle, subjects } = setUp({}, ({ text }) => {
      if (isDown && text.includes('Finding: arn:b')) {
        throw awsError('Throttled', 'slow down');
      }
    });

    const error = await failureOf(handle(hubEvent('arn:a', 'arn:b', 'arn:c')));
    isDown = false;
    await handle(hubEvent('arn:a', 'arn:b', 'arn:c'));

    expect(error.name).to.equal('NotAlertedError');
    expect(error.message).to.equal('Not alerted, 1 of 3: arn:b: Throttled: slow down');
    expect(subjects()).to.have.length(3);
  });

  it('name five of many that fail', async () => {
    const { handle } = setUp({}, () => {
      throw awsError('Throttled');
    });

    const error = await failureOf(
      handle(hubEvent(...Array.from({ length: 7 }, (_, i) => `arn:${i}`))),
    );

    expect(error.message).to.match(/^Not alerted, 7 of 7: arn:0: .*arn:4: .*; and 2 more$/);
  });

  it('never lose an event: whatever the value, there is an alert or a reason', async () => {
    const event = fc.oneof(
      fc.jsonValue(),
      fc.jsonValue().map((detail) => ({ ...sample('guard-duty'), detail })),
      fc
        .jsonValue()
        .map((findings) => ({ ...sample('security-hub-control'), detail: { findings } })),
    );

    await fc.assert(
      fc.asyncProperty(event, async (value) => {
        const { handle, alerts, logged } = setUp();

        await handle(value);

        const isMuted = logged.every(({ message }) => message.startsWith('Not sent'));
        expect(alerts.length > 0).to.equal(!isMuted);
        expect(logged).to.not.be.empty;
      }),
    );
  });
});

describe('a pattern of types', () => {
  it('is the beginning of a type, in which * stands for anything', () => {
    const type = 'UnauthorizedAccess:EC2/MaliciousIPCaller.Custom';

    const matching = ['UnauthorizedAccess:', '*:EC2/', 'Un*EC2*Custom', '*', 'U*'];
    const other = ['EC2', '*:S3/', 'Un*EC2*Customer', 'unauthorized', '*EC2*EC2'];

    for (const pattern of matching) {
      expect(begins(type, pattern), pattern).to.equal(true);
    }
    for (const pattern of other) {
      expect(begins(type, pattern), pattern).to.equal(false);
    }
  });
});
