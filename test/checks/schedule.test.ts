import { expect } from 'chai';
import { faultsBy, fine } from './faults.ts';

const refusal = faultsBy(() => []);

// Verdicts of AWS: those that LocalStack recorded (tests/aws/services/events/test_events_schedule.py),
// and https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
const accepted = [
  'rate(1 minute)',
  'rate(5 minutes)',
  'rate(7 days)',
  'cron(0 2 ? * SAT *)',
  'cron(5,35 14 * * ? *)',
  'cron(15 10 ? * 6L 2002-2005)',
  'cron(* * ? * SAT#3 *)',
  'cron(0/5 5 ? JAN 1-5 2022)',
  'cron(0/5 8-17 ? * MON-FRI *)',
  'cron(0 8 1 * ? *)',
  'cron(0 9 L * ? *)',
  'cron(0 9 3W * ? *)',
  'cron(0 9 ? JAN,FEB 3#2 *)',
  'cron(0/30 20-2 ? * MON-FRI *)',
];
const rejected = [
  'rate(10 seconds)',
  'rate(1 hours)',
  'rate(10 minute)',
  'rate()',
  'rate(10)',
  'rate(foo minutes)',
  'rate(0 minutes)',
  'rate(-10 minutes)',
  'rate(10 MINUTES)',
  'rate( 10 minutes )',
  'hourly',
  'cron(INVALID)',
  'cron(0 1 * * * *)',
  'cron(7 20 * * NOT *)',
  'cron(0 dummy ? * MON-FRI *)',
  'cron(71 8 1 * ? *)',
  'cron(0 3 ? * SUN)',
  'cron(0 3 ? * ? *)',
  'cron(0 3 1 * SUN *)',
  'cron(0 24 * * ? *)',
  'cron(0 3 32 * ? *)',
  'cron(0 3 ? * 8 *)',
  'cron(0 3 ? * 2/2 *)',
  'cron(0 3 ? * SUN#6 *)',
  'cron(0 3 ? * SUN 1969)',
  'cron(0/0 3 ? * SUN *)',
  'cron(? 3 ? * SUN *)',
  'cron(0 3 ?,1 * SUN *)',
  'cron(0 3 ? * 3#1,6#3 *)',
  'cron(0 3 ? * SUN 2030-2026)',
  'cron(00 3 * * ? *)',
];

describe('the check of a schedule', () => {
  for (const schedule of accepted) {
    it(`lets ${schedule} pass`, () => {
      expect(refusal(`harvestSchedule: ${schedule}`)).to.equal(fine);
    });
  }

  for (const schedule of rejected) {
    it(`refuses ${schedule}`, () => {
      expect(refusal(`harvestSchedule: ${schedule}`)).to.match(
        /^line 2, harvestSchedule: .+, which is not a schedule of EventBridge: /,
      );
    });
  }

  it('names the field that is out of range, and what to give instead', () => {
    expect(refusal('harvestSchedule: cron(0 24 * * ? *)')).to.equal(
      'line 2, harvestSchedule: harvestSchedule is "cron(0 24 * * ? *)", which is not a schedule of ' +
        'EventBridge: hours is from 0 to 23: give a schedule such as rate(1 day) or cron(0 3 * * ? *)',
    );
  });
});
