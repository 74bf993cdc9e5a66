import { expect } from 'chai';
import { type Cursor, START } from '../../../handlers/account-harvester/cursor.ts';
import { harvest, requireNone, type Summary } from '../../../handlers/account-harvester/harvest.ts';
import { randomOf } from './clock.ts';
import { idsOf, lost, MANAGEMENT, SECURITY, settings, throttled, World } from './world.ts';

const RATE = 0.3;
/** High, since most calls that fail go well at one of the client's attempts. */
const QUEUE_RATE = 0.7;
/** Short, so that harvests are resumed. */
const TIMEOUT_MS = 360_000;
const ids = idsOf(130);
const [closed, left, failed, inoperable] = [ids[3], ids[57], ids[80], ids[101]].map(String);

/** Accounts that lack their instance, lose it, have failed before, and have reports waiting. */
function setUp(): World {
  const world = new World();
  world.add(...ids.filter((id) => id !== left));
  world.close(String(closed), 'PENDING_CLOSURE');
  world.stackSet.add(SECURITY);
  for (const id of ids.slice(0, 110)) {
    world.stackSet.add(id);
  }
  world.stackSet.add(String(failed), { Status: 'OUTDATED', StackInstanceStatus: undefined });
  world.stackSet.add(String(inoperable), { Status: 'INOPERABLE' });
  for (const id of ids.slice(100)) {
    for (let index = 0; index < 12; index++) {
      world.waiting.add(`waiting/${id}/tool/${index}`);
    }
  }
  return world;
}

function disturb(world: World, seed: number): void {
  const random = randomOf(seed);
  world.fault = (name) => {
    // One whose answer is lost is sent twice, as SQS delivers at least once.
    if (name === 'SendMessageBatch') {
      return random() < QUEUE_RATE ? throttled() : undefined;
    }
    if (random() >= RATE) {
      return undefined;
    }
    return random() < 0.5 ? throttled() : lost();
  };
  world.refuses = () => random() < RATE;
  world.attempts = 5; // as the handler's clients
}

/** One event, for which Lambda invokes the handler twice more when it fails. */
async function invoke(world: World, start: Cursor): Promise<Summary | undefined> {
  let summary: Summary | undefined;
  for (let attempt = 1; attempt <= 3; attempt++) {
    const before = world.sent.length;
    try {
      summary = await harvest(world.invoke(TIMEOUT_MS), settings, start);
      expect(summary.replayed).to.equal(world.sent.length - before);
      requireNone(summary);
      return summary;
    } catch (error) {
      const { name } = error as Error;
      const isExpected = ['ThrottlingException', 'InternalFailure', 'HarvestError'].includes(name);
      if (!isExpected) {
        throw error;
      }
    } finally {
      deliver(world);
    }
  }
  return summary;
}

/** As the dispatcher, which removes the marker of what it delivers. */
function deliver({ sent, waiting }: World): void {
  for (const body of sent) {
    waiting.delete(`waiting/${JSON.parse(body).replay.key}`);
  }
}

/** The events of the bus, and when there is none the schedule, until all is as it should be. */
async function runUntilDone(world: World): Promise<Summary> {
  for (let invocations = 1; invocations <= 30; invocations++) {
    const summary = await invoke(world, world.resumed.shift() ?? START);
    const isOver = summary && !summary.resumes && world.resumed.length === 0;
    if (isOver && summary.inStep === 128 && [...world.waiting].every(isKept)) {
      return summary;
    }
  }
  throw new Error('Not done after 30 events');
}

/** Its account has no bucket. */
const isKept = (marker: string) => marker.startsWith(`waiting/${inoperable}/`);

const operationsOf = ({ stackSet }: World) =>
  stackSet.operations.map(({ id, action, accounts }) => ({ id, action, accounts }));

describe('a harvest while 30 % of calls fail', () => {
  const markers = [...setUp().waiting];
  let undisturbed: World;

  before(async () => {
    undisturbed = setUp();
    await runUntilDone(undisturbed);
  });

  for (let seed = 1; seed <= 20; seed++) {
    it(`comes to the right state with seed ${seed}`, async () => {
      const world = setUp();
      disturb(world, seed);

      const summary = await runUntilDone(world);

      const active = [SECURITY, ...ids.filter((id) => id !== closed && id !== left)].sort();
      expect([...world.stackSet.instances.keys()].sort()).to.deep.equal(active);
      expect(world.stackSet.instances.has(MANAGEMENT)).to.equal(false);
      expect(summary).to.deep.include({ accounts: 129, inStep: 128 });
      expect(summary.failed.map(({ account }) => account)).to.deep.equal([inoperable]);
      // Their ids are made of what is asked for and of the one before, so nothing was asked twice.
      expect(operationsOf(world)).to.deep.equal(operationsOf(undisturbed));
    });

    it(`sends what waits exactly once, or leaves its marker, with seed ${seed}`, async () => {
      const world = setUp();
      disturb(world, seed);

      await runUntilDone(world);

      const sent = world.sent.map((body) => `waiting/${JSON.parse(body).replay.key}`);
      expect([...sent].sort()).to.deep.equal(markers.filter((one) => !isKept(one)).sort());
      expect([...world.waiting]).to.deep.equal(markers.filter(isKept));
    });
  }

  it('begins one operation for each kind of change', () => {
    expect(
      operationsOf(undisturbed).map(({ action, accounts }) => [action, accounts]),
    ).to.deep.equal([
      ['remove', [closed, left]],
      ['create', ids.slice(110)],
      ['update', [failed]],
    ]);
  });
});
