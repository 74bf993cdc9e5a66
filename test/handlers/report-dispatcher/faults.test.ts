import { expect } from 'chai';
import { requestsOf } from '../../../handlers/report-dispatcher/message.ts';
import type { Message } from '../../../handlers/report-dispatcher/report-dispatcher.ts';
import { REPORTS, Simulation } from './simulation.ts';
import { settings } from './world.ts';

const RATE = 0.3;
const SEEDS = 20;

const WAITING = '222222222222';

const keyIn = ({ body }: Message) => requestsOf(body, settings.reportBucket)[0]?.key ?? '';

/** Every third report has a newer version, which comes while the older ones are on their way. */
async function reportsOf(seed: number): Promise<Simulation> {
  // Half of the seeds without the SDK's own tries, so that much is left to the queue.
  const simulation = new Simulation(seed, seed % 2 === 0 ? 5 : 1);
  simulation.put('old', 1);
  await simulation.handle(RATE, 1);
  simulation.put('new', 3);
  await simulation.handle(RATE);
  return simulation;
}

/** The newest version is there, and none of them twice: what waits has one empty marker. */
function hasArrived(simulation: Simulation, key: string): boolean {
  const bodies = simulation.arrived(key);
  if (key.startsWith(WAITING)) {
    return bodies.join() === '' && bodies.length === 1;
  }
  const newest = simulation.keys.indexOf(key) % 3 === 0 ? ['old,new', 'new'] : ['old'];
  return newest.includes(bodies.join());
}

describe(`with ${RATE * 100} % of all calls failing`, () => {
  const seen = { arrived: 0, dead: 0, kills: 0 };

  for (let seed = 1; seed <= SEEDS; seed++) {
    it(`delivers every report once, or leaves its message and the reason: seed ${seed}`, async () => {
      const simulation = await reportsOf(seed);

      const { dead } = simulation.queue;
      const reasons = simulation.logged.filter(({ action }) => action === 'fail-report');
      const missing = simulation.keys.filter((key) => !hasArrived(simulation, key));
      expect(dead.map(keyIn)).to.include.members(missing);
      expect(reasons.map((entry) => entry['key'])).to.include.members(missing);
      seen.arrived += simulation.keys.length - missing.length;
      seen.dead += dead.length;
      seen.kills += simulation.kills;
    });

    it(`delivers what is dead once all works again: seed ${seed}`, async () => {
      const simulation = await reportsOf(seed);
      const { dead } = simulation.queue;
      simulation.queue.dead = [];

      simulation.queue.send(...dead);
      await simulation.handle(0);

      expect(simulation.queue.dead).to.deep.equal([]);
      expect(simulation.keys.filter((key) => !hasArrived(simulation, key))).to.deep.equal([]);
    });
  }

  for (let seed = 1; seed <= SEEDS; seed++) {
    it(`delivers once what waited for its account's bucket: seed ${seed}`, async () => {
      const simulation = await reportsOf(seed);
      const waited = simulation.markers();
      simulation.queue.dead = [];

      simulation.open();
      await simulation.handle(RATE);

      const keys = waited.map((marker) => marker.slice('waiting/'.length));
      const newest = (key: string) => (simulation.keys.indexOf(key) % 3 === 0 ? 'new' : 'old');
      const arrived = keys.filter((key) => simulation.arrived(key).join() === newest(key));
      expect(keys).to.not.deep.equal([]);
      expect([...arrived, ...simulation.queue.dead.map(keyIn)]).to.include.members(keys);
      // Only what is dead may wait on, for the next harvest.
      const left = simulation.markers().map((marker) => marker.slice('waiting/'.length));
      expect(simulation.queue.dead.map(keyIn)).to.include.members(left);
    });
  }

  it('has met reports that arrived, messages that died and invocations that were killed', () => {
    expect(seen.arrived).to.be.greaterThan(SEEDS * REPORTS * 0.8);
    expect(seen.dead).to.be.greaterThan(SEEDS * 5);
    expect(seen.kills).to.be.greaterThan(SEEDS);
  });
});
