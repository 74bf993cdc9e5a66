import { expectedState } from '../coverage/expected.ts';
import { readCoverage } from '../coverage/read.ts';
import type { Cell } from '../coverage/types.ts';
import type { Account, Settings } from '../organization/types.ts';
import { scenarios } from '../scenarios/index.ts';
import type { Scenario, World } from '../scenarios/scenario.ts';
import { requireNoEventLost } from './lost-events.ts';
import type { OfnResult } from './ofn.ts';
import { readOrganization } from './organization.ts';
import type { RehearsalOptions } from './plan.ts';
import { Rehearsal } from './rehearsal.ts';
import type { PlayedScenario, Report, ReportedAccount } from './report.ts';
import { listAccounts, readSettings } from './settings.ts';
import { type Leftover, tearDown } from './teardown.ts';
import { requireNothingChanged } from './twice.ts';
import { parseYaml } from './yaml.ts';

/** What a part of the rehearsal may say while it runs. */
export type Say = (text: string) => void;

/** Wraps a part that takes a while, so that progress can be shown. */
export type Step = <T>(title: string, run: (say: Say) => Promise<T>) => Promise<T>;

export interface RehearseOptions extends RehearsalOptions {
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
  const played = await play(rehearsal, step);
  played.push(await time(lossless, () => requireNoEventLost(rehearsal.aws)));
  const coverage = await readLedger(rehearsal, step);
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

async function play(rehearsal: Rehearsal, step: Step): Promise<PlayedScenario[]> {
  const settings = await settingsOf(rehearsal);
  if (!settings) {
    return [];
  }
  const world: World = {
    rehearsal,
    settings,
    stacks: await rehearsal.aws.stacks(),
    accounts: () => listAccounts(rehearsal),
  };
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

async function readLedger(rehearsal: Rehearsal, step: Step): Promise<Cell[]> {
  const settings = await settingsOf(rehearsal);
  const { capabilities } = rehearsal.plan;
  const rows = expectedState.filter((row) => capabilities?.includes(row.capability) ?? true);
  if (!settings || rows.length === 0) {
    return [];
  }

  return step('read the coverage ledger', (say) =>
    readCoverage({
      sessions: rehearsal.sessions,
      settings,
      rows,
      onProgress: ({ done, total }) => say(`${done} of ${total} accounts`),
    }),
  );
}

/** Another repository has no organization-parameters.yml, and no expected state. */
async function settingsOf(rehearsal: Rehearsal): Promise<Settings | undefined> {
  return rehearsal.plan.parameters
    ? readSettings(rehearsal, await listAccounts(rehearsal))
    : undefined;
}

async function look(
  rehearsal: Rehearsal,
): Promise<{ accounts: Account[]; stacks: Report['stacks'] }> {
  const stacks = await rehearsal.aws.stacks();

  return {
    accounts: await listAccounts(rehearsal),
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

function named(accounts: readonly Account[], rehearsal: Rehearsal): ReportedAccount[] {
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
