import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { Rehearsal } from 'ofn-rehearse';
import type { Cell } from '../../../coverage/types.ts';
import config from '../../../rehearse.config.ts';
import type { CloudTrailRecord } from '../../../scenarios/attacks/techniques.ts';
import { readLedger } from '../../../scenarios/ledger.ts';
import type { World } from '../../../scenarios/scenario.ts';
import {
  accountNames,
  isVisible,
  misreadIn,
  placeOf,
  placesOf,
  roundsOf,
  type Visible,
} from '../../../scenarios/tamper-protection/claims.ts';
import {
  type Inside,
  isInside,
  type Outside,
  type Undo,
} from '../../../scenarios/tamper-protection/damages/damage.ts';
import { damages } from '../../../scenarios/tamper-protection/damages/index.ts';
import { recordAll, toldOf } from '../../../scenarios/trail-alarms/alarms.ts';
import { worldOf } from '../../../scenarios/world.ts';
import { namesProject, unmatched } from './alarms.ts';
import { type Attackers, attackersOf, home } from './attackers.ts';
import { errorOf, protectedEverywhere } from './organization.ts';
import { trailRecordOf, type Witnessed, witnessed } from './witness.ts';

const tasksFile = path.join(import.meta.dirname, '../../../organization-tasks.yml');
const regions = [home, 'eu-west-1'];
const inside = damages.filter(isInside);
const visible = inside.filter(isVisible);
const denied = inside.filter(({ policy }) => policy !== undefined);
const outside = damages.filter((damage): damage is Outside => !isInside(damage));
const alarming = inside.filter((damage) => damage.alarm !== undefined);

const titleOf = ({ account, name }: Inside): string =>
  `an administrator of ${accountNames[account]} who ${name}`;

describe('an organization that is sabotaged', function () {
  this.timeout(600_000);
  let rehearsal: Rehearsal;
  let attackers: Attackers;
  let organizationText: string;
  /** What has been done and not undone. */
  const done: Visible[] = [];
  /** What the trail has of each damage that was done. */
  const records = new Map<Inside, readonly CloudTrailRecord[]>();
  /** And of each that was denied. */
  const denials = new Map<Inside, readonly CloudTrailRecord[]>();

  before(async () => {
    rehearsal = await Rehearsal.open({ config, tasksFile, regions });
    organizationText = protectedEverywhere(rehearsal.organizationText);
    await rehearsal.requireSuccess(await rehearsal.perform({ organizationText }));
    attackers = await attackersOf(rehearsal);
    // So that there is a subscription to end.
    await rehearsal.aws.control('POST', '/sns/confirm', {
      topicArn: `arn:aws:sns:${home}:${attackers.idOf('SecurityAccount')}:ofn-audit-alerts`,
      endpoint: 'security-alerts@example.com',
    });
  });

  after(async () => {
    attackers?.close();
    await rehearsal?.close();
  });

  async function worldNow(): Promise<World> {
    const world = await worldOf(rehearsal);
    if (!world) {
      throw new Error('expected a parameters file');
    }
    return world;
  }

  async function ledger(): Promise<Cell[]> {
    const cells = await readLedger(await worldNow(), () => undefined);
    expect(cells).to.have.length.above(100);
    return cells;
  }

  /** The holes are those of what has been done, and each says so, and nothing else. */
  async function requireSeen(): Promise<void> {
    const cells = await ledger();
    const byPlace = new Map<string, Visible[]>();
    for (const damage of done) {
      for (const place of placesOf(damage, cells, home)) {
        byPlace.set(place, [...(byPlace.get(place) ?? []), damage]);
      }
    }
    const wrong = cells.flatMap((cell) => {
      const place = placeOf(cell);
      const expected = byPlace.get(place) ?? [];
      const reason = cell.ok ? '' : (cell.reason ?? '');
      return misreadIn(reason, expected).map((one) => `${place}: ${one}, in: ${reason}`);
    });
    expect(wrong.join('\n')).to.equal('');
  }

  async function inflict(damage: Inside): Promise<Undo | undefined> {
    const attack = await attackers.asExempt(damage);
    const calls: Witnessed[] = [];
    const undo = await damage
      .does({ ...attack, clients: witnessed(attack.clients, calls) })
      .finally(() => {
        const found = calls.map((call) => trailRecordOf(call, attack));
        records.set(damage, found);
      });
    expect(typeof undo === 'function', damage.name).to.equal(damage.isUndone ?? false);
    return damage.isUndone ? (undo as Undo) : undefined;
  }

  for (const damage of denied) {
    it(`denies by policy ${titleOf(damage)}`, async () => {
      const attack = await attackers.asAdministrator(damage);
      const calls: Witnessed[] = [];

      const error = await errorOf(
        damage.does({ ...attack, clients: witnessed(attack.clients, calls) }),
      );

      expect(error).to.match(/explicit deny in a service control policy/);
      denials.set(
        damage,
        calls.map((call) => trailRecordOf(call, attack)),
      );
    });
  }

  for (const damage of outside) {
    it(`refuses ${damage.by} who ${damage.name}, by ${damage.refusedBy}`, async () => {
      const error = await errorOf(damage.does(await attackers.asOutsider(damage)));

      expect(error).to.match(damage.says);
    });
  }

  it('has no hole after all of these, nor after what the ledger cannot see', async () => {
    const failed: string[] = [];
    const undo: Undo[] = [];
    for (const damage of inside.filter((one) => !isVisible(one))) {
      const isUntried = 'untried' in damage.ledger;
      try {
        undo.push((await inflict(damage)) ?? (() => Promise.resolve()));
        failed.push(...(isUntried ? [`${damage.name}: it was possible`] : []));
      } catch (error) {
        const isLacking = isUntried && /NotImplemented/.test(String(error));
        failed.push(...(isLacking ? [] : [`${damage.name}: ${error}`]));
      }
    }
    expect(failed.join('\n')).to.equal('');

    await requireSeen();
    for (const one of undo.reverse()) {
      await one();
    }
  });

  for (const [index, round] of roundsOf(visible).entries()) {
    it(`names each of ${round.length} damages in its own cell, and nothing else (${index + 1})`, async () => {
      const undo: Undo[] = [];
      const failed: string[] = [];
      for (const damage of round) {
        try {
          const one = await inflict(damage);
          undo.push(...(one ? [one] : []));
          done.push(damage);
        } catch (error) {
          failed.push(`${damage.name}: ${error}`);
        }
      }

      await requireSeen().finally(async () => {
        for (const one of undo.reverse()) {
          await one();
        }
        done.splice(0, done.length, ...done.filter(({ isUndone }) => !isUndone));
      });
      expect(failed.join('\n')).to.equal('');
    });
  }

  it('raises an alarm on each denial that names what is of this project', async () => {
    const silent = await unmatched(await worldNow(), denials, () => 'baseline-denials');

    const named = [...denials].filter(([, some]) => some.some(namesProject)).map(([one]) => one);
    expect(named.length).to.be.above(50);
    expect(silent.filter((damage) => named.includes(damage))).to.deep.equal([]);
  });

  it('raises the alarm of each of those that no policy denies', async () => {
    const silent = await unmatched(
      await worldNow(),
      new Map([...records].filter(([{ alarm }]) => alarm !== undefined)),
      ({ alarm = '' }) => alarm,
    );

    expect(silent.map(({ name }) => name)).to.deep.equal([]);
  });

  it('publishes a message about each of these alarms that names the calls', async () => {
    const world = await worldNow();
    const unnamed: string[] = [];
    for (const [alarm = '', some] of Map.groupBy(alarming, (damage) => damage.alarm)) {
      const all = some.flatMap((damage) => records.get(damage) ?? []);
      await recordAll(world, attackers.idOf('ManagementAccount'), all, [alarm]);

      const { text } = await toldOf(world, `ALARM ofn-audit-${alarm}:`);

      const isNamed = ({ eventName }: CloudTrailRecord) => text.includes(` x ${eventName}`);
      const missing = some.filter((damage) => !records.get(damage)?.some(isNamed));
      unnamed.push(...missing.map(({ name }) => `${name}, in: ${text}`));
    }
    expect(unnamed.join('\n')).to.equal('');
  });

  it('has the cell of a deleted stack again once its task is deployed with ForceDeploy', async () => {
    const file = 'templates/sign-in-monitoring/region/_tasks.yml';
    const text = readFileSync(path.join(path.dirname(tasksFile), file), 'utf8');
    const forced = text.replace(/^( {2}Type: update-stacks)$/gm, '$1\n  ForceDeploy: true');
    const places = (cells: readonly Cell[]) => cells.filter(({ ok }) => !ok).map(placeOf);
    const before = places(await ledger());

    await rehearsal.requireSuccess(
      await rehearsal.perform({ organizationText, files: { [file]: forced } }),
    );

    const after = places(await ledger());
    expect(before.filter((place) => !after.includes(place))).to.deep.equal([
      'Sandbox eu-west-1 sign-ins',
    ]);
    expect(after.filter((place) => !before.includes(place))).to.deep.equal([]);
  });
});
