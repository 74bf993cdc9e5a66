import { expect } from 'chai';
import { START } from '../../../handlers/account-harvester/cursor.ts';
import { HarvestError, OrganizationError } from '../../../handlers/account-harvester/errors.ts';
import { harvest, requireNone } from '../../../handlers/account-harvester/harvest.ts';
import { failureOf } from '../../doubles/failure-of.ts';
import { idsOf, MANAGEMENT, SECURITY, settings, World } from './world.ts';

const A = '333333333333';
const B = '444444444444';
const nothing = {
  ...{ created: 0, updated: 0, removed: 0, replayed: 0, unsent: 0 },
  ...{ failed: [], resumes: false },
};

/** The security account and A are in step. */
function setUp(): World {
  const world = new World();
  world.add(A);
  world.stackSet.add(SECURITY);
  world.stackSet.add(A);
  return world;
}

const run = (world: World, start = START) => harvest(world.invoke(), settings, start);

describe('a harvest', () => {
  it('changes nothing when all accounts are in step', async () => {
    const world = setUp();

    const summary = await run(world);

    expect(summary).to.deep.equal({ ...nothing, accounts: 2, inStep: 2 });
    expect(world.changes()).to.deep.equal([]);
    expect(world.logged).to.deep.equal([
      {
        ...{ message: 'Harvested', action: 'harvest', level: 'INFO', accounts: 2, inStep: 2 },
        ...{ created: 0, updated: 0, removed: 0, failed: 0, replayed: 0, unsent: 0 },
        resumes: false,
      },
    ]);
  });

  it('creates for accounts that joined, in one operation, but never for the management account', async () => {
    const world = setUp();
    world.add(B, ...idsOf(30));

    const summary = await run(world);

    expect(world.changes()).to.deep.equal([['CreateStackInstances', [...idsOf(30), B]]]);
    expect(summary).to.deep.equal({ ...nothing, accounts: 33, inStep: 33, created: 31 });
    expect(world.stackSet.instances.has(MANAGEMENT)).to.equal(false);
  });

  for (const state of ['SUSPENDED', 'CLOSED', 'PENDING_CLOSURE'] as const) {
    it(`removes the instance of an account that is ${state}, and retains its stack`, async () => {
      const world = setUp();
      world.close(A, state);

      const summary = await run(world);

      expect(world.changes()).to.deep.equal([['DeleteStackInstances', [A]]]);
      const [, input] = world.calls.find(([name]) => name === 'DeleteStackInstances') ?? [];
      expect(input).to.deep.include({ RetainStacks: true });
      expect(summary).to.deep.equal({ ...nothing, accounts: 1, inStep: 1, removed: 1 });
    });
  }

  it('takes State before Status, which AWS no longer fills', async () => {
    const world = setUp();
    world.accounts.set(A, { Id: A, State: 'ACTIVE', Status: 'SUSPENDED' });

    await run(world);

    expect(world.changes()).to.deep.equal([]);
  });

  it('keeps the instance of an account without State and Status', async () => {
    const world = setUp();
    world.accounts.set(A, { Id: A });

    const summary = await run(world);

    expect(world.changes()).to.deep.equal([]);
    expect(summary).to.deep.equal({ ...nothing, accounts: 2, inStep: 2 });
  });

  it('removes the instance of an account that has left', async () => {
    const world = setUp();
    world.accounts.delete(A);

    await run(world);

    expect(world.changes()).to.deep.equal([['DeleteStackInstances', [A]]]);
  });

  it('tries failed ones again, and reports how it went', async () => {
    const world = setUp();
    const StackInstanceStatus = { DetailedStatus: 'FAILED' as const };
    world.stackSet.add(A, { Status: 'OUTDATED', StackInstanceStatus });

    const summary = await run(world);

    expect(world.changes()).to.deep.equal([['UpdateStackInstances', [A]]]);
    expect(summary).to.deep.equal({ ...nothing, accounts: 2, inStep: 2, updated: 1 });
  });

  it('leaves what is inoperable alone, and reports it with what to do', async () => {
    const world = setUp();
    world.stackSet.add(A, { Status: 'INOPERABLE' });

    const summary = await run(world);

    expect(world.changes()).to.deep.equal([]);
    expect(summary).to.deep.include({ accounts: 2, inStep: 1 });
    expect(() => requireNone(summary)).to.throw(HarvestError, 'import its stack');
  });

  it('fails for an account that comes back, whose old stack has the bucket, until that is imported', async () => {
    const world = setUp();
    world.close(A);
    await run(world);
    world.add(A);
    const before = await run(world);
    await run(world);
    world.stackSet.instances.delete(A);
    world.stackSet.import(A);

    const after = await run(world);

    const reason = `audit-account-reports-${A} already exists`;
    expect(before.failed).to.deep.equal([{ account: A, reason }]);
    expect(after).to.deep.equal({ ...nothing, accounts: 2, inStep: 2 });
    const names = world.changes().map(([name]) => name.replace('StackInstances', ''));
    expect(names).to.deep.equal(['Delete', 'Create', 'Create']);
  });

  it('reports accounts that fail, and does not let them stop the others', async () => {
    const world = setUp();
    world.add(B, ...idsOf(2));
    world.stackSet.broken.set(B, 'audit-account-reports-444444444444 already exists');

    const summary = await run(world);

    const reason = 'audit-account-reports-444444444444 already exists';
    expect(summary).to.deep.equal({
      ...nothing,
      ...{ accounts: 5, inStep: 4, created: 2, failed: [{ account: B, reason }] },
    });
    expect(world.changes()).to.have.length(1);
    expect(world.logged.slice(0, 2)).to.deep.equal([
      {
        ...{ message: 'Operation on stack instances', action: 'create', level: 'WARN' },
        ...{ status: 'SUCCEEDED', accounts: 3, failed: 1 },
        operationId: world.stackSet.operations[0]?.id,
      },
      {
        message: `Account ${B} is not in step: ${reason}`,
        ...{ action: 'fail-account', level: 'ERROR', accountId: B, reason },
      },
    ]);
  });

  it('logs every failure, and names five of them where it throws', async () => {
    const world = setUp();
    const ids = idsOf(250);
    world.add(...ids);
    for (const id of ids) {
      world.stackSet.broken.set(id, 'no');
    }

    const summary = await run(world);

    expect(summary.failed).to.have.length(250);
    expect(world.logged.filter(({ action }) => action === 'fail-account')).to.have.length(250);
    expect(() => requireNone(summary)).to.throw(
      HarvestError,
      /^250 of 252 accounts are not in step \(300000000000: no; .*; and 245 more\)/,
    );
    expect(() => requireNone({ ...summary, failed: [] })).not.to.throw();
  });

  it('tries an account that failed again in the next harvest, by another operation', async () => {
    const world = setUp();
    world.add(B);
    world.stackSet.broken.set(B, 'no');
    await run(world);
    world.stackSet.broken.clear();

    const summary = await run(world);

    expect(summary).to.deep.include({ inStep: 3, created: 1, failed: [] });
    const [first, second] = world.stackSet.operations.map(({ id }) => id);
    expect(first).not.to.equal(second);
  });
});

describe('a harvest that can not know the accounts', () => {
  const broken: Record<string, (world: World) => void> = {
    'no accounts': (world) => world.accounts.clear(),
    'no management account': (world) => world.accounts.delete(MANAGEMENT),
    'not the account that it runs in': (world) => world.accounts.delete(SECURITY),
  };
  for (const [name, breakIt] of Object.entries(broken)) {
    it(`fails with ${name}, and changes nothing`, async () => {
      const world = setUp();
      breakIt(world);

      const error = await failureOf(run(world));

      expect(error).to.be.instanceOf(OrganizationError);
      expect(error.message).to.include('nothing is changed');
      expect(world.changes()).to.deep.equal([]);
      expect(world.stackSet.instances.size).to.equal(2);
    });
  }

  it('fails when a page of the list fails, and changes nothing', async () => {
    const world = setUp();
    world.add(...idsOf(45));
    world.fault = (name) =>
      name === 'ListAccounts' && world.count(name) === 3
        ? { when: 'before', error: new Error('denied') }
        : undefined;

    const error = await failureOf(run(world));

    expect(error.message).to.equal('denied');
    expect(world.changes()).to.deep.equal([]);
  });
});
