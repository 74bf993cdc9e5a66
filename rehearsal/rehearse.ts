import { type ListedAccount, listAccounts } from './accounts.ts';
import type { RehearsalConfig } from './config.ts';
import { requireNoEventLost } from './lost-events.ts';
import type { OfnResult } from './ofn.ts';
import { readOrganization } from './organization.ts';
import type { RehearsalOptions } from './plan.ts';
import { play, time } from './play.ts';
import { Rehearsal } from './rehearsal.ts';
import type { LedgerCell, PlayedScenario, Report, ReportedAccount } from './report.ts';
import type { Scenario, World } from './scenario.ts';
import { requireSome } from './selection.ts';
import type { Say, Step } from './step.ts';
import { type Leftover, tearDown } from './teardown.ts';
import { requireNothingChanged } from './twice.ts';
import { parseYaml } from './yaml.ts';

export interface RehearseOptions extends RehearsalOptions {
  readonly config: RehearsalConfig;
  readonly twice: boolean;
  readonly teardown: boolean;
  /** Optional. Default: all. Of those named here, at least one has to apply. */
  readonly scenarios?: readonly Scenario[] | undefined;
  /** Optional. Default: true. */
  readonly ledger?: boolean;
  /** Called with the rehearsal as soon as it is open, so that it can be closed on a signal. */
  readonly onOpen?: (rehearsal: Rehearsal) => void;
}

export interface Rehearsed {
  readonly report: Report;
  readonly leftovers: readonly Leftover[] | undefined;
  readonly rehearsal: Rehearsal;
}

/**
 * Rehearses an organization end to end. The rehearsal is left open.
 *
 * @throws Problem for bad input and when ofn fails
 */
export async function rehearse(options: RehearseOptions, step: Step): Promise<Rehearsed> {
  const started = performance.now();
  const made = options.from ? 'restore the snapshot' : 'make the organization';
  const rehearsal = await step(`start the embedded AWS and ${made}`, (say) =>
    Rehearsal.open(options, say),
  );
  options.onOpen?.(rehearsal);
  const result = await step('ofn perform-tasks', (say) => perform(rehearsal, say));
  const { config } = options;
  const world = await config.world?.(rehearsal);
  const played = world ? await playThose(world, options, step) : [];
  const { aws } = rehearsal;
  played.push(await time(aws, lossless, () => requireNoEventLost(aws)));
  const coverage = world && (options.ledger ?? true) ? await readLedger(world, config, step) : [];
  const { accounts, stacks } = await look(rehearsal);
  if (options.twice) {
    played.push(
      await time(aws, twice, () =>
        step('ofn perform-tasks a second time', () => requireNothingChanged(rehearsal)),
      ),
    );
  }
  const leftovers = options.teardown
    ? await step('remove everything', (say) => tearDown(rehearsal, say))
    : undefined;
  return {
    report: {
      durationSeconds: (performance.now() - started) / 1000,
      organization: {
        accounts: named(accounts, rehearsal),
        regions: [...new Set(stacks.map(({ region }) => region))].sort(),
      },
      tasks: result.tasks,
      stacks,
      scenarios: played,
      coverage,
      warnings: rehearsal.warnings,
    },
    leftovers,
    rehearsal,
  };
}

async function perform(rehearsal: Rehearsal, say: Say): Promise<OfnResult> {
  let stacks = 0;
  const result = await rehearsal.perform({
    onLine: (line) => {
      stacks += /^INFO: Stack .+ successful\./.test(line) ? 1 : 0;
      const task = /^DEBG: Task (\S+) execute starting/.exec(line)?.[1];
      if (task) {
        say(`${task}, ${stacks} stacks so far`);
      }
    },
  });
  return rehearsal.requireSuccess(result);
}

async function playThose(
  world: World,
  { scenarios: named, config }: RehearseOptions,
  step: Step,
): Promise<PlayedScenario[]> {
  const toPlay = (named ?? config.scenarios ?? []).filter((scenario) => scenario.applies(world));
  requireSome(toPlay, named ?? []);
  return play(world, toPlay, step);
}

const lossless = { capability: 'organization', name: 'loses no event' };
const twice = { capability: 'organization', name: 'changes nothing when it is performed again' };

async function readLedger(
  world: World,
  config: RehearsalConfig,
  step: Step,
): Promise<LedgerCell[]> {
  return config.ledger
    ? step('read the coverage ledger', async (say) => (await config.ledger?.(world, say)) ?? [])
    : [];
}

async function look(
  rehearsal: Rehearsal,
): Promise<{ accounts: ListedAccount[]; stacks: Report['stacks'] }> {
  const stacks = await rehearsal.aws.stacks();
  return {
    accounts: await listAccounts(rehearsal.connection),
    stacks: stacks.map(({ account, region, name, status, resources }) => ({
      account,
      region,
      name,
      status,
      resources: resources.map(({ logicalId, type, physicalId }) => ({
        logicalId,
        type,
        physicalId,
      })),
    })),
  };
}

function named(accounts: readonly ListedAccount[], rehearsal: Rehearsal): ReportedAccount[] {
  const { management, accounts: declared } = readOrganization(
    parseYaml(rehearsal.plan.organizationFile, rehearsal.organizationText),
  );
  return accounts.map(({ id, name, email, state }) => ({
    logicalName:
      [management, ...declared].find(
        (account) => account.email.toLowerCase() === email.toLowerCase(),
      )?.logicalName ?? name,
    id,
    name,
    state,
  }));
}
