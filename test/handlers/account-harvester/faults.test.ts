import { expect } from 'chai';
import { type Cursor, START } from '../../../handlers/account-harvester/cursor.ts';
import { harvest, type Summary } from '../../../handlers/account-harvester/harvest.ts';
import { randomOf } from './clock.ts';
import { idsOf, lost, MANAGEMENT, SECURITY, settings, throttled, World } from './world.ts';

const RATE = 0.3;
const ids = idsOf(130);
const [closed, left, failed, inoperable] = [ids[3], ids[57], ids[80], ids[101]].map(String);

/** Accounts that lack their instance, lose it, have failed before, and have reports waiting. */
function setUp(seed: number): World {
  const world = new World();
  world.add(...ids.filter((id) => id !== left));
  world.close(String(closed), 'PENDING_CLOSURE');
  world.stackSet.add(SECURITY);
  for (const id of ids.slice(0, 110)) world.stackSet.add(id);
  world.stackSet.add(String(failed), { Status: 'OUTDATED', StackInstanceStatus: undefined });
  world.stackSet.add(String(inoperable), { Status: 'INOPERABLE' });
  for (const id of ids.slice(100)) {
    for (let index = 0; index < 12; index++) world.waiting.add(`waiting/${id}/tool/${index}`);
  }
  const random = randomOf(seed);
  const fail = () => (random() < 0.5 ? throttled() : lost());
  world.fault = () => (random() < RATE ? fail() : undefined);
  world.refuses = () => random() < RATE;
  world.attempts = 5; // as the handler's clients
  return world;
}

/** What Lambda and the schedule do: a harvest that fails is run again, one with a rest goes on. */
async function runUntilDone(world: World): Promise<{ runs: number; summary: Summary }> {
  let start: Cursor = START;
  for (let runs = 1; runs <= 20; runs++) {
    try {
      const summary = await harvest(world.invoke(), settings, start);
      if (!summary.resumes && summary.failed.length + summary.unsent === 0)
        return { runs, summary };
      start = summary.resumes ? (world.resumed.at(-1) ?? START) : START;
    } catch (error) {
      const { name } = error as Error;
      if (!['ThrottlingException', 'InternalFailure', 'HarvestError'].includes(name)) throw error;
    }
  }
  throw new Error('Not done after 20 harvests');
}

describe('a harvest while 30 % of calls fail', () => {
  for (let seed = 1; seed <= 20; seed++) {
    it(`comes to the right state with seed ${seed}`, async () => {
      const world = setUp(seed);
      const removed: string[] = [];
      const remove = world.stackSet.instances.delete.bind(world.stackSet.instances);
      world.stackSet.instances.delete = (id) => {
        removed.push(id);
        return remove(id);
      };

      const { summary } = await runUntilDone(world);

      const active = [SECURITY, ...ids.filter((id) => id !== closed && id !== left)].sort();
      expect([...world.stackSet.instances.keys()].sort()).to.deep.equal(active);
      expect(summary).to.deep.include({ accounts: 129, inStep: 129, failed: [] });
      expect(new Set(removed)).to.deep.equal(new Set([closed, left, inoperable]));
      const sent = new Set(world.sent.map((body) => `waiting/${JSON.parse(body).replay.key}`));
      expect(sent).to.deep.equal(world.waiting);
      expect(world.stackSet.instances.has(MANAGEMENT)).to.equal(false);
    });
  }
});
