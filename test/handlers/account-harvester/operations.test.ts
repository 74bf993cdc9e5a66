import { expect } from 'chai';
import { type Cursor, START } from '../../../handlers/account-harvester/cursor.ts';
import { HarvestError } from '../../../handlers/account-harvester/errors.ts';
import { harvest, type Summary } from '../../../handlers/account-harvester/harvest.ts';
import { awsError } from '../../doubles/aws-client.ts';
import { failureOf } from '../../doubles/failure-of.ts';
import { idsOf, lost, SECURITY, settings, World } from './world.ts';

/** Some accounts that lack their instance. */
function setUp(lacking: number): World {
  const world = new World();
  world.stackSet.add(SECURITY);
  world.add(...idsOf(lacking));
  return world;
}

const run = (world: World, start: Cursor = START, timeoutMs = 900_000) =>
  harvest(world.invoke(timeoutMs), settings, start);

describe('operations of a harvest', () => {
  it('wait for one that is under way, and then look anew', async () => {
    const world = setUp(1);
    const [id = ''] = idsOf(1);
    world.stackSet.busyUntil(world.clock.now() + 120_000);
    const { sleep } = world.clock;
    world.clock.sleep = async (ms) => {
      world.stackSet.add(id); // it was that one that created it
      await sleep(ms);
    };

    const summary = await run(world);

    expect(world.changes()).to.deep.equal([]);
    expect(summary).to.deep.include({ inStep: 2, created: 0, resumes: false });
  });

  it('wait longer and longer, so that an hour takes few calls', async () => {
    const world = setUp(1);
    world.stackSet.busyUntil(world.clock.now() + 600_000);

    await run(world);

    expect(world.count('DescribeStackSetOperation')).to.be.below(50);
  });

  for (const name of ['OperationInProgressException', 'StaleRequestException']) {
    it(`look anew when ${name} reports one that the list lacks`, async () => {
      const world = setUp(1);
      world.fault = (called) =>
        called === 'CreateStackInstances' && world.count(called) === 1
          ? { when: 'before', error: awsError(name) }
          : undefined;

      const summary = await run(world);

      expect(world.count('ListStackInstances')).to.equal(3);
      expect(summary).to.deep.include({ inStep: 2, created: 1 });
    });
  }

  it('begin once, though the answer to the first request was lost', async () => {
    const world = setUp(1);
    world.attempts = 2;
    world.fault = (name) =>
      name === 'CreateStackInstances' && world.count(name) === 1 ? lost() : undefined;

    const summary = await run(world);

    expect(world.stackSet.operations).to.have.length(1);
    expect(summary).to.deep.include({ inStep: 2, created: 1 });
  });

  it('begin once, though two harvests want the same at once', async () => {
    const world = setUp(3);
    const [first, second] = [world.invoke(), world.invoke()];

    const summaries = await Promise.all([
      harvest(first, settings, START),
      harvest(second, settings, START),
    ]);

    expect(world.stackSet.operations).to.have.length(1);
    expect(summaries.map(({ inStep }) => inStep)).to.deep.equal([4, 4]);
  });

  const joining = idsOf(2).at(-1) ?? '';
  const join = (world: World) => {
    world.add(joining);
    world.stackSet.add(joining);
  };

  it('never take for one that left an account that joined while one was under way', async () => {
    const world = setUp(1);
    const { sleep } = world.clock;
    world.clock.sleep = async (ms) => {
      if (world.stackSet.operations.length > 0) {
        join(world); // by another harvest
      }
      await sleep(ms);
    };

    const summary = await run(world);

    expect(world.count('DeleteStackInstances')).to.equal(0);
    expect(summary.failed).to.deep.equal([]);
  });

  it('never take for one that left an account that joined while the accounts were read', async () => {
    const world = setUp(1);
    world.fault = (name) => {
      if (name === 'ListRoots' && world.count(name) === 1) {
        join(world); // behind the accounts
      }
      return name === 'CreateStackInstances' && world.count(name) === 1
        ? { when: 'before', error: awsError('OperationInProgressException') }
        : undefined;
    };

    const summary = await run(world);

    expect(world.count('DeleteStackInstances')).to.equal(0);
    expect(summary).to.deep.include({ accounts: 3, inStep: 3, failed: [] });
  });

  it('take up to 5,000 accounts each', async () => {
    const world = setUp(10_100);
    world.stackSet.durationMs = () => 60_000;

    await run(world);

    expect(world.changes().map(([, accounts]) => accounts.length)).to.deep.equal([5000, 5000, 100]);
  });

  it('report accounts of one that was stopped by hand', async () => {
    const world = setUp(1);
    const { sleep } = world.clock;
    world.clock.sleep = async (ms) => {
      const [operation] = world.stackSet.operations;
      if (operation) {
        operation.status = 'STOPPED';
      }
      await sleep(ms);
    };

    const summary = await run(world);

    expect(summary.created).to.equal(0);
    expect(summary.failed).to.deep.equal([
      { account: idsOf(1)[0], reason: 'it has no stack instance' },
    ]);
  });
});

/** Begins a harvest and continues with it until nothing is left. */
async function runToTheEnd(world: World): Promise<Summary> {
  let summary = await run(world);
  while (summary.resumes) {
    summary = await run(world, world.resumed.at(-1));
  }
  return summary;
}

describe('a harvest that runs out of time', () => {
  const slow = (): World => {
    const world = setUp(12_000);
    world.stackSet.durationMs = () => 400_000;
    return world;
  };

  it('leaves the rest to another invocation, behind what it has begun', async () => {
    const world = slow();

    const summary = await run(world);

    expect(summary).to.deep.include({ created: 5000, failed: [], resumes: true });
    expect(world.resumed).to.deep.equal([{ phase: 'create', after: '300000009999', resumed: 1 }]);
    expect(world.changes()).to.have.length(2);
  });

  it('continues where it stopped, until all is done', async () => {
    const world = slow();

    const summary = await runToTheEnd(world);

    expect(summary).to.deep.include({ inStep: 12_001, failed: [] });
    expect(world.resumed.map(({ phase, after }) => `${phase} ${after}`)).to.deep.equal([
      'create 300000009999',
      'create 300000011999',
    ]);
    const asked = world.changes().flatMap(([, accounts]) => accounts);
    expect(asked).to.deep.equal(idsOf(12_000));
    expect(world.clock.remainingMs()).to.be.above(0);
  });

  it('does not try in the next invocation what failed in the one before', async () => {
    const world = slow();
    for (const id of idsOf(10)) {
      world.stackSet.broken.set(id, 'no');
    }

    const { failed } = await runToTheEnd(world);

    expect(failed).to.have.length(10);
    expect(failed[0]).to.deep.equal({ account: '300000000000', reason: 'no (OUTDATED, FAILED)' });
    expect(world.changes().flatMap(([, accounts]) => accounts)).to.have.length(12_000);
  });

  it('waits for an operation that has not ended before it reads any list', async () => {
    const world = setUp(1);
    world.stackSet.busyUntil(world.clock.now() + 2_000_000);
    const first = await run(world);
    world.calls.length = 0;

    const second = await run(world, world.resumed.at(-1));
    const called = new Set(world.calls.map(([name]) => name));
    const third = await run(world, world.resumed.at(-1));

    expect([first.resumes, second.resumes]).to.deep.equal([true, true]);
    expect([...called]).to.deep.equal([
      'ListStackSetOperations',
      'DescribeStackSetOperation',
      'PutEvents',
    ]);
    expect(third).to.deep.include({ inStep: 2, created: 1, resumes: false });
    expect(world.resumed.map(({ resumed }) => resumed)).to.deep.equal([1, 2]);
  });

  it('leaves lists that it may have no time to read to another invocation', async () => {
    const world = setUp(1);
    world.stackSet.busyUntil(world.clock.now() + 700_000);

    const first = await run(world);
    const readInFirst = world.count('ListStackInstances');
    const second = await run(world, world.resumed.at(-1));

    expect([first.resumes, readInFirst]).to.deep.equal([true, 0]);
    expect(second).to.deep.include({ inStep: 2, created: 1, resumes: false });
  });

  it('leaves a last look that it may have no time for to another invocation', async () => {
    const world = setUp(1);
    world.stackSet.durationMs = () => 700_000;

    const first = await run(world);
    const second = await run(world, world.resumed.at(-1));

    expect(first).to.deep.include({ created: 1, failed: [], resumes: true });
    expect(second).to.deep.include({ inStep: 2, failed: [], resumes: false });
    expect(world.changes()).to.have.length(1);
  });

  it('gives up when it has been resumed for days, and says what to look at', async () => {
    const world = setUp(1);
    world.stackSet.busyUntil(world.clock.now() + 2_000_000);

    const error = await failureOf(run(world, { ...START, resumed: 200 }));

    expect(error).to.be.instanceOf(HarvestError);
    expect(error.message).to.include('check the operations of the StackSet');
    expect(world.resumed).to.deep.equal([]);
  });

  it('leaves a minute for what is under way', async () => {
    const world = setUp(1);
    world.stackSet.busyUntil(world.clock.now() + 2_000_000);

    await run(world, START, 300_000);

    expect(world.clock.remainingMs()).to.be.within(55_000, 85_000);
  });
});
