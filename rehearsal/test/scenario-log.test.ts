import { expect } from 'chai';
import type { Call } from '../calls.ts';
import { awsErrorOf, failedCall, renderLog } from '../scenario-log.ts';

const call = (more: Partial<Call>): Call => ({
  time: Date.UTC(2026, 0, 2, 3, 4, 5, 678) / 1000,
  milliseconds: 4.2,
  service: 's3',
  operation: 'GetObject',
  account: '111111111111',
  region: 'us-east-1',
  principal: 'arn:aws:sts::111111111111:assumed-role/reader/session',
  status: 200,
  error: '',
  message: '',
  ...more,
});

const denied = Object.assign(new Error('no'), {
  name: 'AccessDenied',
  $metadata: { httpStatusCode: 403 },
});

const scenario = { capability: 'alerts', name: 'delivers a test alert' };

describe('the log of a scenario that failed', () => {
  it('finds the error of AWS that caused another', () => {
    const error = new Error('the report is missing', { cause: denied });

    expect(awsErrorOf(error)).to.equal(denied);
    expect(awsErrorOf(new Error('expected 1, got 2'))).to.equal(undefined);
    expect(awsErrorOf('text')).to.equal(undefined);
  });

  it('finds the call that ended in the error: its words first, or else the last of its name', () => {
    const other = call({ error: 'AccessDenied', message: 'other', operation: 'PutObject' });
    const same = call({ error: 'AccessDenied', message: 'no' });

    expect(failedCall(denied, [call({}), same, other])).to.equal(same);
    expect(failedCall(denied, [call({}), other])).to.equal(other);
    expect(failedCall(denied, [call({})])).to.equal(undefined);
  });

  it('has stack, error, call and principal, then all calls in their order', () => {
    const failed = call({ time: 1, status: 403, error: 'AccessDenied', message: 'no' });
    const first = call({ time: 0, operation: 'PutObject' });
    const error = new Error('the report is missing', { cause: denied });

    const text = renderLog(scenario, error, [{ complete: true, calls: [failed, first] }]);

    expect(text).to.contain('--scenario alerts/delivers-a-test-alert\n');
    expect(text).to.match(/^Error: the report is missing\n {4}at /m);
    expect(text).to.match(/^caused by AccessDenied|^caused by Error: no\n {4}at /m);
    expect(text).to.contain('  error: AccessDenied, HTTP 403\n');
    expect(text).to.contain('  call:  s3:GetObject in 111111111111/us-east-1\n');
    expect(text).to.contain('  by:    arn:aws:sts::111111111111:assumed-role/reader/session\n');
    expect(text.split('\n').slice(-4)).to.deep.equal([
      'Calls while it ran: 2',
      `00:00:00.000  111111111111/us-east-1       ${'s3:PutObject'.padEnd(40)}  200  4.2 ms  ${first.principal}`,
      `00:00:01.000  111111111111/us-east-1       ${'s3:GetObject'.padEnd(40)}  403 AccessDenied: no  4.2 ms  ${first.principal}`,
      '',
    ]);
  });

  it('says when the first calls are forgotten', () => {
    const text = renderLog(scenario, 'text', [{ complete: false, calls: [call({})] }]);

    expect(text).to.match(/^Calls while it ran: 1, and earlier ones that are forgotten$/m);
    expect(text).not.to.contain('AWS');
  });
});
