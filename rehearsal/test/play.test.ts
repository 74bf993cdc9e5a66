import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { type Calls, keeper } from '../calls.ts';
import { time } from '../play.ts';

const call = {
  time: 0,
  milliseconds: 1,
  service: 'sts',
  operation: 'AssumeRole',
  account: '111111111111',
  region: 'us-east-1',
  principal: 'AKIATEST',
  status: 403,
  error: 'AccessDenied',
  message: 'no',
};
const shared = { calls: async (): Promise<Calls> => ({ complete: true, calls: [call] }) };
const denied = Object.assign(new Error('no'), { name: 'AccessDenied', $metadata: {} });

describe('a scenario that is played', () => {
  it('leaves no log when it passes', async () => {
    const { seconds, ...played } = await time(shared, { capability: 'a', name: 'b' }, async () =>
      Promise.resolve('seen'),
    );

    expect(seconds).to.be.at.least(0);
    expect(played).to.deep.equal({ capability: 'a', name: 'b', passed: true, detail: 'seen' });
  });

  it('names error, call and log when it fails', async () => {
    const failed = await time(shared, { capability: 'play-test', name: 'fails' }, () =>
      Promise.reject(denied),
    );

    expect(failed).to.deep.include({
      passed: false,
      detail: 'no',
      awsError: 'AccessDenied of sts:AssumeRole in 111111111111/us-east-1',
      log: 'rehearsal/out/scenarios/play-test/fails.log',
    });
    expect(readFileSync(failed.log ?? '', 'utf8')).to.contain('sts:AssumeRole');
  });

  it('has the calls of its own embedded AWS alone when it is isolated', async () => {
    const scenario = { capability: 'play-test', name: 'is isolated', isolated: true } as const;
    const own = { ...call, service: 'organizations', operation: 'ListRoots' };

    const failed = await time(shared, scenario, async () => {
      await Promise.resolve();
      keeper()?.push({ complete: true, calls: [own] });
      throw denied;
    });

    const log = readFileSync(failed.log ?? '', 'utf8');
    expect(failed.awsError).to.equal(
      'AccessDenied of organizations:ListRoots in 111111111111/us-east-1',
    );
    expect(log).to.contain('organizations:ListRoots').and.not.to.contain('sts:AssumeRole');
  });
});
