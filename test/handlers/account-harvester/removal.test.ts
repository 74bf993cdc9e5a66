import { expect } from 'chai';
import { START } from '../../../handlers/account-harvester/cursor.ts';
import { HarvestError } from '../../../handlers/account-harvester/errors.ts';
import { harvest, requireNone, type Summary } from '../../../handlers/account-harvester/harvest.ts';
import { awsError } from '../../doubles/aws-client.ts';
import { idsOf, SECURITY, settings, World } from './world.ts';

const A = '333333333333';
const B = '444444444444';

/** The security account, A and B are in step. */
function setUp(...more: string[]): World {
  const world = new World();
  for (const id of [SECURITY, A, B, ...more]) {
    world.add(id);
    world.stackSet.add(id);
  }
  return world;
}

const run = (world: World, start = START, timeoutMs = 900_000) =>
  harvest(world.invoke(timeoutMs), settings, start);

/** Whose instances were asked to be removed, by operation. */
const removals = (world: World): string[][] => world.changes().map(([, accounts]) => accounts);

describe('the removal of an instance', () => {
  it('is not of an account that one list leaves out, and that is reported', async () => {
    const world = setUp();
    world.unlisted.add(A);

    const summary = await run(world);

    expect(world.changes()).to.deep.equal([]);
    const reason =
      'not removed: AWS Organizations describes it as ACTIVE, but does not list it as such';
    expect(summary).to.deep.include({ removed: 0, failed: [{ account: A, reason }] });
    // Even when the rest of the harvest, which reports what failed, is left to another invocation.
    expect(world.logged[0]).to.deep.equal({
      message: `Account ${A} keeps its instance`,
      ...{ action: 'keep-account', level: 'WARN', accountId: A },
      reason: reason.replace('not removed: ', ''),
    });
    expect(() => requireNone(summary)).to.throw(HarvestError, reason);
  });

  it('leaves what it can not confirm to the next harvest, which finds all in step', async () => {
    const world = setUp();
    world.unlisted.add(A);
    await run(world);
    world.unlisted.clear();

    const summary = await run(world);

    expect(summary).to.deep.include({ accounts: 3, inStep: 3, failed: [] });
    expect(world.changes()).to.deep.equal([]);
  });

  it('is of an account that is gone or not active, whatever becomes of others', async () => {
    const world = setUp();
    const [gone = '', closed = ''] = idsOf(2);
    for (const id of [gone, closed]) {
      world.stackSet.add(id);
    }
    world.close(closed);
    world.unlisted.add(A);

    const summary = await run(world);

    expect(removals(world)).to.deep.equal([[gone, closed]]);
    expect(summary).to.deep.include({ accounts: 2, inStep: 2, removed: 2 });
    expect(summary.failed.map(({ account }) => account)).to.deep.equal([A]);
  });

  it('is of an account whose retired status says that it is closed', async () => {
    const world = setUp();
    world.accounts.set(A, { Id: A, Status: 'SUSPENDED' });

    await run(world);

    expect(removals(world)).to.deep.equal([[A]]);
  });

  it('is not of an account of which nothing is known, and that holds up no other', async () => {
    const world = setUp();
    world.accounts.delete(A);
    world.accounts.delete(B);
    world.fault = (name) =>
      name === 'DescribeAccount' && world.count(name) === 1
        ? { when: 'before', error: awsError('AccessDeniedException', 'no') }
        : undefined;

    const summary = await run(world);

    expect(removals(world)).to.deep.equal([[B]]);
    expect(summary.failed).to.deep.equal([
      {
        account: A,
        reason:
          'not removed: AWS Organizations does not return its state: AccessDeniedException: no',
      },
    ]);
  });

  it('is not of an account that has no state', async () => {
    const world = setUp();
    world.unlisted.add(A);
    world.accounts.set(A, { Id: A });

    const summary = await run(world);

    expect(world.changes()).to.deep.equal([]);
    expect(summary.failed).to.have.length(1);
  });

  it('asks for each account once, within the limits, and soon before it is removed', async () => {
    const ids = idsOf(1000);
    const world = setUp(...ids);
    for (const id of ids) {
      world.accounts.delete(id);
    }

    const summary = await run(world);

    expect(summary).to.deep.include({ removed: 1000, inStep: 3, failed: [], resumes: false });
    expect(world.count('DescribeAccount')).to.equal(1000);
    expect(world.limiter.refused).to.equal(0);
    expect(removals(world).map((accounts) => accounts.length)).to.deep.equal(Array(5).fill(200));
  });

  it('continues in another invocation behind the accounts that were asked for', async () => {
    const ids = idsOf(450);
    const world = setUp(...ids);
    for (const id of ids.slice(1)) {
      world.accounts.delete(id);
    }
    world.unlisted.add(ids[0] ?? '');

    let summary: Summary = await run(world, START, 330_000);
    while (summary.resumes) {
      summary = await run(world, world.resumed.at(-1), 330_000);
    }

    expect(world.resumed.length).to.be.above(0);
    expect(world.count('DescribeAccount')).to.equal(450);
    expect(removals(world).flat()).to.deep.equal(ids.slice(1));
    expect(summary.failed.map(({ account }) => account)).to.deep.equal([ids[0]]);
  });

  it('stops asking when its time is up, and removes what was confirmed', async () => {
    const ids = idsOf(150);
    const world = setUp(...ids);
    for (const id of ids) {
      world.accounts.delete(id);
    }
    world.latencyMs = 3000;

    await run(world, START, 360_000);

    const [removed = []] = removals(world);
    expect(removed).to.deep.equal(ids.slice(0, removed.length));
    expect(removed.length).to.be.within(1, 149);
    expect(world.resumed).to.deep.equal([{ phase: 'remove', after: removed.at(-1), resumed: 1 }]);
  });
});
