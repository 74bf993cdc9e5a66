import { expect } from 'chai';
import { alertTestOf } from '../../../lambda/alerting/alert-test.ts';

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
});
