import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { readLedger } from '../../scenarios/ledger.ts';
import type { World } from '../../scenarios/scenario.ts';
import {
  activeAccounts,
  delivered,
  put,
  until,
} from '../../scenarios/security-reporting/reports.ts';
import { listAccounts } from '../../scenarios/settings.ts';
import { worldOf } from '../../scenarios/world.ts';
import { evidenceOf, lostSince } from './evidence.ts';
import { harmOf, type Place } from './harm.ts';
import { type Operator, openOperator } from './operator.ts';
import { parsePage } from './page.ts';

const folder = path.join(import.meta.dirname, '../../docs/operations');

/** A page, and what is true of it alone. */
export interface Procedure {
  /** The name of the page, without .md. */
  readonly page: string;
  /**
   * Optional. Whether something may be deleted or switched off there, by the names of accounts.
   * Default: nowhere.
   */
  readonly concerns?: (place: Place) => boolean;
  /** Optional. The holes that the ledger has at the end: `Sandbox flow-logs`. Default: none. */
  readonly holes?: readonly string[];
  /** Optional. What else is true at the end. */
  readonly then?: (operator: Operator) => Promise<void>;
}

/**
 * The life of one organization: its pages are performed word for word, one after the other, with
 * default settings. After each the ledger is right, what was evidence is there, and nothing was
 * deleted or switched off that the page is not about.
 */
export function describeLife(title: string, procedures: readonly Procedure[]): void {
  describe(`operations: ${title}`, () => {
    let operator: Operator;
    let failed: string | undefined;

    before(async () => {
      operator = await openOperator();
    });

    after(() => operator?.close());

    for (const procedure of procedures) {
      it(`docs/operations/${procedure.page}.md works as it is written`, async function () {
        // It begins where the page before it should have ended, which has failed.
        if (failed !== undefined) {
          this.skip();
        }
        failed = procedure.page;
        await perform(operator, procedure);
        failed = undefined;
      });
    }
  });
}

async function perform(operator: Operator, procedure: Procedure): Promise<void> {
  const { page, concerns = () => false, holes = [], then } = procedure;
  const { steps } = parsePage(readFileSync(path.join(folder, `${page}.md`), 'utf8'));
  const before = operator.rehearsal();
  const evidence = await evidenceOf(before);
  const { next } = await before.aws.events();
  const began = Date.now() / 1000;

  for (const step of steps) {
    await operator.follow(step);
  }

  const after = operator.rehearsal();
  const { calls } = await after.aws.calls(began);
  const { events } = await after.aws.events(next);
  const accounts = await listAccounts(after);
  const named = (place: Place): Place => ({
    ...place,
    account: accounts.find(({ id }) => id === place.account)?.name ?? place.account,
  });
  expect(harmOf(calls, events, (place) => concerns(named(place)))).to.deep.equal([]);
  expect(lostSince(evidence, await evidenceOf(after))).to.deep.equal([]);
  const world = await worldOf(after);
  const cells = world ? await readLedger(world, () => {}) : [];
  const open = cells
    .filter(({ ok }) => !ok)
    .map(({ name, service, region, reason }) => `${name} ${region} ${service}: ${reason}`);
  expect(open).to.deep.equal(holes);
  if (world) {
    await reportsArrive(world, `after-${page}.csv`);
  }
  await then?.(operator);
}

/** Every active account receives its report: what the rest of the baseline finds reaches them. */
async function reportsArrive(world: World, name: string): Promise<void> {
  for (const { id, name: account } of await activeAccounts(world)) {
    await put(world, `${id}/${name}`, account);
    await until(`${name} in the bucket of ${account}`, async () => {
      return (await delivered(world, id, name)) !== undefined;
    });
  }
}
