import { expect } from 'chai';
import { START } from '../../../handlers/account-harvester/cursor.ts';
import { HarvestError } from '../../../handlers/account-harvester/errors.ts';
import { harvest, requireNone, type Summary } from '../../../handlers/account-harvester/harvest.ts';
import { awsError } from '../../doubles/aws-client.ts';
import { failureOf } from '../../doubles/failure-of.ts';
import { idsOf, SECURITY, settings, World } from './world.ts';

const NEW = '555555555555';
const LEFT = '333333333333';

/** Accounts that have left, one that lacks its bucket, and a report that waits. */
function setUp(...left: string[]): World {
  const world = new World();
  for (const id of [SECURITY, ...left]) {
    world.stackSet.add(id);
  }
  world.add(NEW);
  world.waiting.add(`waiting/${NEW}/tool/1`);
  return world;
}

const run = (world: World): Promise<Summary> => harvest(world.invoke(), settings, START);

/** As the SDK throws what AWS refuses. */
const refused = (name: string) => awsError(name, 'no such target', { $fault: 'client' });

/** Refuses each removal that is for one of the accounts. */
function refuseRemovalOf(world: World, name: string, ...accounts: string[]): void {
  world.stackSet.refusal = (action, asked) =>
    action === 'remove' && asked.some((id) => accounts.includes(id)) ? refused(name) : undefined;
}

// INTERSECTION targets accounts that are in the unit too; what AWS answers for one that has left
// the organization is not documented: it may refuse, or do nothing.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeploymentTargets.html
describe('a harvest that StackSets refuse a removal', () => {
  for (const name of [
    'ValidationError',
    'InvalidOperationException',
    'StackInstanceNotFoundException',
    'AccessDenied',
  ]) {
    it(`creates and replays for all others after ${name}`, async () => {
      const world = setUp(LEFT);
      refuseRemovalOf(world, name, LEFT);

      const summary = await run(world);

      const reason = `not removed: ${name}: no such target`;
      expect(summary).to.deep.include({ created: 1, removed: 0, inStep: 2, replayed: 1 });
      expect(summary.failed).to.deep.equal([{ account: LEFT, reason }]);
      expect(summary.resumes).to.equal(false);
    });
  }

  it('creates and replays for all others when the operation targets no account', async () => {
    const world = setUp(LEFT);
    world.stackSet.outside.add(LEFT);

    const summary = await run(world);

    const reason = 'not removed: the operation ended without it';
    expect(summary).to.deep.include({ created: 1, removed: 0, inStep: 2, replayed: 1 });
    expect(summary.failed).to.deep.equal([{ account: LEFT, reason }]);
  });

  it('creates and replays for all others when the operation fails as a whole', async () => {
    const world = setUp(LEFT);
    world.stackSet.fails = (action) => (action === 'remove' ? 'no accounts' : undefined);

    const summary = await run(world);

    expect(summary).to.deep.include({ created: 1, removed: 0, inStep: 2, replayed: 1 });
    expect(summary.failed).to.deep.equal([{ account: LEFT, reason: 'not removed: no accounts' }]);
  });

  it('removes the others that have left', async () => {
    const left = idsOf(9);
    const world = setUp(...left);
    refuseRemovalOf(world, 'ValidationError', String(left[2]), String(left[7]));

    const summary = await run(world);

    expect(summary).to.deep.include({ created: 1, removed: 7, inStep: 2, replayed: 1 });
    expect(summary.failed.map(({ account }) => account)).to.deep.equal([left[2], left[7]]);
  });

  it('asks little more than once for each of many that are refused', async () => {
    const left = idsOf(200);
    const world = setUp(...left);
    refuseRemovalOf(world, 'ValidationError', ...left);

    const summary = await run(world);

    expect(world.count('DeleteStackInstances')).to.be.below(215);
    expect(summary).to.deep.include({ created: 1, inStep: 2, replayed: 1 });
    expect(summary.failed).to.have.length(200);
  });

  it('reports each failure once, in the log and in the error', async () => {
    const world = setUp(LEFT);
    refuseRemovalOf(world, 'ValidationError', LEFT);

    const summary = await run(world);

    const told = world.logged.filter(({ action }) => action === 'fail-account');
    expect(told.map(({ accountId }) => accountId)).to.deep.equal([LEFT]);
    expect(() => requireNone(summary)).to.throw(HarvestError, `1 of 2 accounts`);
  });

  it('finds all in step in the next harvest, once AWS allows it', async () => {
    const world = setUp(LEFT);
    refuseRemovalOf(world, 'ValidationError', LEFT);
    await run(world);
    world.stackSet.refusal = () => undefined;

    const summary = await run(world);

    expect(summary).to.deep.include({ removed: 1, inStep: 2, failed: [] });
  });
});

describe('a harvest that StackSets refuse an account', () => {
  it('gives the others their buckets, and replays for them', async () => {
    const world = setUp();
    const [bad = '', ...others] = idsOf(12);
    world.add(bad, ...others);
    world.stackSet.refusal = (action, asked) =>
      action === 'create' && asked.includes(bad) ? refused('ValidationError') : undefined;

    const summary = await run(world);

    expect(summary).to.deep.include({ created: 12, inStep: 13, replayed: 1 });
    expect(summary.failed).to.deep.equal([
      { account: bad, reason: 'ValidationError: no such target' },
    ]);
  });

  for (const [name, fields] of [
    ['InternalFailure', { $fault: 'server' }],
    ['ThrottlingException', { $fault: 'client' }],
  ] as const) {
    it(`fails for another try after ${name}, which passes`, async () => {
      const world = setUp();
      world.stackSet.refusal = () => awsError(name, name, fields);

      const error = await failureOf(run(world));

      expect(error.name).to.equal(name);
    });
  }
});
