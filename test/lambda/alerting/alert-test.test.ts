import { expect } from 'chai';
import { alertTestOf, publishAlertTest } from '../../../lambda/alerting/alert-test.ts';
import type { Alert } from '../../../lambda/alerting/topic.ts';
import type { LogEntry } from '../../../lambda/log.ts';
import { fakeTable } from './table.ts';

const event = {
  source: 'audit.alert-test',
  'detail-type': 'Alert Test',
  account: '444444444444',
  region: 'eu-west-1',
  detail: { marker: 'marker-12345678', path: 'findings' },
};

describe('an alert test', () => {
  it('becomes an alert that says that nothing has happened, with its marker', () => {
    const alert = alertTestOf(event);

    expect(alert).to.deep.equal({
      subject: 'Alert test marker-12345678',
      text:
        'This is a test of the alerts: nothing has happened.\n' +
        'Put on the bus of 444444444444, eu-west-1.\n' +
        'Marker: marker-12345678',
    });
  });

  it('is nothing that AWS itself sends, nor anything without a marker', () => {
    const others = [
      null,
      { ...event, source: 'aws.guardduty' },
      { ...event, 'detail-type': 'GuardDuty Finding' },
      { ...event, detail: {} },
      { ...event, detail: { marker: 'two words here' } },
    ];

    for (const other of others) {
      expect(alertTestOf(other)).to.equal(undefined);
    }
  });

  /** The number of alerts that events become. */
  function publishing() {
    const { dynamodb } = fakeTable();
    const clock = { now: Date.parse('2026-10-05T12:00:00Z') };
    const alerts: Alert[] = [];
    const logged: LogEntry[] = [];
    const publish = (one: unknown) =>
      publishAlertTest(one, {
        dynamodb,
        table: 'audit-findings',
        publish: async (alert) => void alerts.push(alert),
        log: (entry) => void logged.push(entry),
        now: () => clock.now,
      });
    return { publish, alerts, logged, clock };
  }

  it('is published ten times a day at most, of an account, region and path', async () => {
    const { publish, alerts, logged, clock } = publishing();
    const more = [
      { ...event, account: '555555555555' },
      { ...event, region: 'us-east-1' },
      { ...event, detail: { ...event.detail, path: 'config' } },
    ];
    for (let number = 0; number < 12; number += 1) {
      await publish({ ...event, detail: { ...event.detail, marker: `marker-1000${number}` } });
    }
    const ofOne = alerts.length;

    for (const one of more) {
      await publish(one);
    }
    clock.now += 86_400_000;
    await publish(event);

    expect([ofOne, alerts.length]).to.deep.equal([10, 14]);
    expect(logged.map(({ message }) => message)).to.deep.equal(
      Array(2).fill(
        'Alert test not published: there were 10 today of 444444444444, eu-west-1, findings',
      ),
    );
  });

  it('is the only event that is published so', async () => {
    const { publish, alerts } = publishing();

    const [test, other] = [await publish(event), await publish({ ...event, source: 'aws.sts' })];

    expect([test, other, alerts.length]).to.deep.equal([true, false, 1]);
  });
});
