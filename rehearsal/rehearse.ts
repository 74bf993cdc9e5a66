import { type ListedAccount, listAccounts } from './accounts.ts';
import type { RehearsalConfig } from './config.ts';
import { requireNoEventLost } from './lost-events.ts';
import type { OfnResult } from './ofn.ts';
import { readOrganization } from './organization.ts';
import type { RehearsalOptions } from './plan.ts';
import { Rehearsal } from './rehearsal.ts';
import type { LedgerCell, PlayedScenario, Report, ReportedAccount } from './report.ts';
import type { Scenario, World } from './scenario.ts';
import { type Leftover, tearDown } from './teardown.ts';
import { requireNothingChanged } from './twice.ts';
import { parseYaml } from './yaml.ts';

/** What a part of the rehearsal may say while it runs. */
export type Say = (text: string) => void;

/** Wraps a part that takes a while, so that progress can be shown. */
export type Step = <T>(title: string, run: (say: Say) => Promise<T>) => Promise<T>;

export interface RehearseOptions extends RehearsalOptions {
  readonly config: RehearsalConfig;
  readonly twice: boolean;
  readonly teardown: boolean;
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
  const rehearsal = await step('start the embedded AWS and make the organization', () =>
    Rehearsal.open(options),
  );
  options.onOpen?.(rehearsal);
  const result = await step('ofn perform-tasks', (say) => perform(rehearsal, say));
  const { config } = options;
  const world = await config.world?.(rehearsal);
  const played = world ? await play(world, config, step) : [];
  played.push(await time(lossless, () => requireNoEventLost(rehearsal.aws)));
  const coverage = world ? await readLedger(world, config, step) : [];
  const { accounts, stacks } = await look(rehearsal);
  if (options.twice) {
    played.push(
      await time(twice, () =>
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

async function play(
  world: World,
  { scenarios = [] }: RehearsalConfig,
  step: Step,
): Promise<PlayedScenario[]> {
  const toPlay = scenarios.filter((scenario) => scenario.applies(world));

  return step(`play ${toPlay.length} scenarios`, async (say) => {
    const start = (scenario: Scenario): Promise<PlayedScenario> =>
      time(scenario, () => scenario.run(world));
    const beside = new Map(
      toPlay.filter(({ isolated }) => isolated).map((scenario) => [scenario, start(scenario)]),
    );
    const played: PlayedScenario[] = [];
    for (const scenario of toPlay) {
      say(`${scenario.capability}: it ${scenario.name}`);
      played.push(await (beside.get(scenario) ?? start(scenario)));
    }

    return played;
  });
}

async function time(
  { capability, name }: Pick<Scenario, 'capability' | 'name'>,
  run: () => Promise<string>,
): Promise<PlayedScenario> {
  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1000;
  try {
    const detail = await run();

    return { capability, name, passed: true, seconds: seconds(), detail };
  } catch (error) {
    // A scenario that fails is a result; the others are still worth seeing.
    const detail = error instanceof Error ? error.message : String(error);

    return { capability, name, passed: false, seconds: seconds(), detail };
  }
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
