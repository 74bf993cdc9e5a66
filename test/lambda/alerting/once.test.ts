import { expect } from 'chai';
import { once } from '../../../lambda/alerting/once.ts';
import { awsError } from '../../doubles/aws-client.ts';
import { failureOf } from '../../doubles/failure-of.ts';
import { fakeTable } from './table.ts';

const DAY = 86_400;
const START = Date.parse('2026-10-05T12:00:00Z');

function setUp(fail?: (command: string) => void) {
  const { dynamodb, items, commands } = fakeTable(fail);
  const clock = { now: START };
  const acts: string[] = [];
  const { run } = once(dynamodb, 'audit-findings', { now: () => clock.now });
  const act = async () => void acts.push('acted');
  return { run, act, acts, items, commands, clock };
}

describe('once', () => {
  it('acts, and says that it is done', async () => {
    const { run, act, acts, items } = setUp();

    const result = await run('a', DAY, act);

    expect(result).to.equal('acted');
    expect(acts).to.have.length(1);
    expect(items.get('a')).to.deep.equal({
      id: { S: 'a' },
      state: { S: 'sent' },
      expiresAt: { N: String(START / 1000 + DAY) },
    });
  });

  it('does not act again for the same id, but for another', async () => {
    const { run, act, acts } = setUp();
    await run('a', DAY, act);

    const results = [await run('a', DAY, act), await run('b', DAY, act)];

    expect(results).to.deep.equal(['already', 'acted']);
    expect(acts).to.have.length(2);
  });

  it('fails while another is at it, so that this one is tried again', async () => {
    const { run, act, acts } = setUp();
    let during: Promise<Error> | undefined;
    await run('a', DAY, async () => {
      during = failureOf(run('a', DAY, act));
      await during;
    });

    const error = await during;

    expect(error?.name).to.equal('ClaimedError');
    expect(acts).to.be.empty;
  });

  it('acts in place of one that died after its claim, when Lambda tries again', async () => {
    const { run, act, acts, clock } = setUp();
    void run('a', DAY, () => new Promise(() => {}));
    await new Promise(setImmediate);
    clock.now += 60_000;

    const result = await run('a', DAY, act);

    expect(result).to.equal('acted');
    expect(acts).to.have.length(1);
  });

  it('gives its claim back when the act fails, and throws why', async () => {
    const { run, act, acts, items } = setUp();

    const error = await failureOf(run('a', DAY, () => Promise.reject(awsError('Throttled'))));

    expect(error.name).to.equal('Throttled');
    expect(items.size).to.equal(0);
    expect(await run('a', DAY, act)).to.equal('acted');
    expect(acts).to.have.length(1);
  });

  it('throws why the act failed, even if it cannot give its claim back', async () => {
    const { run } = setUp((command) => {
      if (command === 'DeleteItem') {
        throw awsError('InternalServerError');
      }
    });

    const error = await failureOf(run('a', DAY, () => Promise.reject(awsError('Throttled'))));

    expect(error.name).to.equal('Throttled');
  });

  it('does not take back the claim of one that came after its lease', async () => {
    const { run, act, items, clock } = setUp();
    const slow = run('a', DAY, async () => {
      clock.now += 60_000;
      await run('a', DAY, act);
      throw awsError('Throttled');
    });

    await failureOf(slow);

    expect(items.get('a')?.['state']).to.deep.equal({ S: 'sent' });
  });

  it('acts twice rather than not at all when it cannot say that it is done', async () => {
    let isDown = true;
    const { run, act, acts, clock } = setUp((command) => {
      if (command === 'UpdateItem' && isDown) {
        throw awsError('InternalServerError');
      }
    });
    const error = await failureOf(run('a', DAY, act));
    isDown = false;
    clock.now += 60_000;

    const result = await run('a', DAY, act);

    expect(error.name).to.equal('InternalServerError');
    expect(result).to.equal('acted');
    expect(acts).to.have.length(2);
  });

  it('acts anew after the time to live, though DynamoDB has not yet deleted the item', async () => {
    const { run, act, acts, clock } = setUp();
    await run('a', DAY, act);
    clock.now += (DAY + 1) * 1000;

    const result = await run('a', DAY, act);

    expect(result).to.equal('acted');
    expect(acts).to.have.length(2);
  });
});
