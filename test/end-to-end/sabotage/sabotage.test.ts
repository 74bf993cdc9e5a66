import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { Rehearsal } from 'ofn-rehearse';
import type { Account } from '../../../organization/types.ts';
import config from '../../../rehearse.config.ts';
import { readLedger } from '../../../scenarios/ledger.ts';
import { sessionsOf } from '../../../scenarios/sessions.ts';
import { listAccounts } from '../../../scenarios/settings.ts';
import { worldOf } from '../../../scenarios/world.ts';
import { type Damage, holesIn, placeOf, roundsOf, type Undo } from './damage.ts';
import { damages } from './damages/index.ts';

const tasksFile = path.join(import.meta.dirname, '../../../organization-tasks.yml');
const home = 'us-east-1';
const regions = [home, 'eu-west-1'];

describe('the ledger, when something is damaged', () => {
  let rehearsal: Rehearsal;
  let accounts: Account[];

  before(async () => {
    rehearsal = await Rehearsal.open({ config, tasksFile });
    const parameters = { governedRegions: regions, signInRegions: regions };
    await rehearsal.requireSuccess(await rehearsal.perform({ parameters }));
    accounts = await listAccounts(rehearsal);
  });

  after(() => rehearsal.close());

  const idOf = (wanted: string): string =>
    accounts.find(({ name }) => name === wanted)?.id ?? wanted;

  async function holes(): Promise<Record<string, string>> {
    const world = await worldOf(rehearsal);
    const cells = world ? await readLedger(world, () => undefined) : [];
    expect(cells).to.have.length.above(100);
    return Object.fromEntries(holesIn(cells, accounts));
  }

  async function inflict({ account, region = home, act }: Damage): Promise<Undo | undefined> {
    const accountId = idOf(account);
    const { clients } = await sessionsOf(rehearsal).open(accountId);
    return act({ clients: clients(region), accountId, region, idOf });
  }

  it('has no hole before', async () => {
    expect(await holes()).to.deep.equal({});
  });

  for (const [index, round] of roundsOf(damages, home).entries()) {
    it(`names the cell of each of ${round.length} damages, and no other (${index + 1})`, async () => {
      const undo: (Undo | undefined)[] = [];
      for (const damage of round) {
        undo.push(await inflict(damage));
      }

      const found = await holes();

      expect(Object.keys(found)).to.have.members(round.map((damage) => placeOf(damage, home)));
      for (const damage of round) {
        expect(found[placeOf(damage, home)], damage.name).to.match(damage.says);
      }
      for (const one of undo.reverse()) {
        await one?.();
      }
    });
  }

  it('has the cell of a deleted stack again once its task is deployed with ForceDeploy', async () => {
    const file = 'templates/sign-in-monitoring/region/_tasks.yml';
    const text = readFileSync(path.join(path.dirname(tasksFile), file), 'utf8');
    const forced = text.replace(/^( {2}Type: update-stacks)$/gm, '$1\n  ForceDeploy: true');

    await rehearsal.requireSuccess(await rehearsal.perform({ files: { [file]: forced } }));

    expect(Object.keys(await holes())).to.have.members([
      'Security us-east-1 undelivered',
      'Development eu-west-1 config-recorder',
    ]);
  });
});
