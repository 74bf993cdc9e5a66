import { expect } from 'chai';
import { OutOfAttemptsError } from '../../lambda/errors.ts';
import { pacer, retryOn, waitUntil } from '../../lambda/retry.ts';
import { awsError } from '../doubles/aws-client.ts';

function failing(times: number, error: Error) {
  const calls = { count: 0 };
  const call = async () => {
    calls.count++;
    if (calls.count <= times) {
      throw error;
    }
    return 'done';
  };
  return { calls, call };
}

function clock() {
  const pauses: number[] = [];
  return { pauses, sleep: async (ms: number) => void pauses.push(ms) };
}

const throttled = awsError('TooManyRequestsException', 'Slow down');

describe('retryOn', () => {
  it('calls again after pauses that double up to a limit', async () => {
    const { pauses, sleep } = clock();
    const { call } = failing(4, throttled);
    const options = { attempts: 5, sleep, baseMs: 100, maxMs: 300, random: () => 1 };

    const result = await retryOn(['TooManyRequestsException'], call, options);

    expect(result).to.equal('done');
    expect(pauses).to.deep.equal([100, 200, 300, 300]);
  });

  it('spreads callers over the second half of a pause', async () => {
    const { pauses, sleep } = clock();
    const { call } = failing(1, throttled);
    const options = { attempts: 2, sleep, baseMs: 100, random: () => 0 };

    await retryOn(['TooManyRequestsException'], call, options);

    expect(pauses).to.deep.equal([50]);
  });

  it('throws an error that is not named at once', async () => {
    const { pauses, sleep } = clock();
    const { call, calls } = failing(9, awsError('AccessDeniedException'));

    const error = await retryOn(['TooManyRequestsException'], call, { attempts: 5, sleep }).catch(
      (thrown: unknown) => thrown,
    );

    expect(error).to.have.property('name', 'AccessDeniedException');
    expect([calls.count, pauses]).to.deep.equal([1, []]);
  });

  it('throws when it runs out of attempts, with the cause', async () => {
    const { sleep } = clock();
    const { call, calls } = failing(9, throttled);

    const error = await retryOn(['TooManyRequestsException'], call, { attempts: 3, sleep }).catch(
      (thrown: unknown) => thrown,
    );

    expect(error).to.be.instanceOf(OutOfAttemptsError);
    expect(error).to.include({
      message: 'Gave up after 3 attempts: TooManyRequestsException: Slow down',
      cause: throttled,
    });
    expect(calls.count).to.equal(3);
  });
});

describe('waitUntil', () => {
  it('reads until the state is there', async () => {
    const { pauses, sleep } = clock();
    const states = [false, false, true];

    await waitUntil('it', async () => states.shift() ?? false, { attempts: 3, everyMs: 5, sleep });

    expect(pauses).to.deep.equal([5, 5]);
  });

  it('throws when the state does not come', async () => {
    const { sleep } = clock();
    const options = { attempts: 3, everyMs: 5000, sleep };

    const error = await waitUntil('the list', async () => false, options).catch(
      (thrown: unknown) => thrown,
    );

    expect(error).to.be.instanceOf(OutOfAttemptsError);
    expect(error).to.have.property(
      'message',
      'Timed out after 10 s waiting for the list; update the stack to retry',
    );
  });
});

describe('pacer', () => {
  it('waits before every write but the first', async () => {
    const { pauses, sleep } = clock();
    const pace = pacer(sleep, 1000);

    await pace();
    await pace();
    await pace();

    expect(pauses).to.deep.equal([1000, 1000]);
  });
});
