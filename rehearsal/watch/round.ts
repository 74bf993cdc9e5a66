// A round of --watch, in a process of its own: it loads the configuration, and waits for a change.
// A process can't load a module again: a query in its name gives the file anew, but not what that
// imports, and both stay in memory. It also ends whatever a scenario leaves behind.
// https://nodejs.org/api/esm.html#no-requirecache
import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { loadConfig, type RehearsalConfig } from '../config.ts';
import { filesOf, type Imports, noteImports } from '../imports.ts';
import { checkPlan, type Plan, planOf } from '../plan.ts';
import { play } from '../play.ts';
import { Problem, renderProblem } from '../problem.ts';
import { Rehearsal } from '../rehearsal.ts';
import type { PlayedScenario } from '../report.ts';
import type { Scenario } from '../scenario.ts';
import { namedScenarios } from '../selection.ts';
import { kebabCase, matchPattern } from '../tasks-file.ts';
import type { Changes, Opening, Outcome, Ready } from './messages.ts';
import { filesOfPlan, type Touched, touchedBy } from './touched.ts';

const interrupted = new AbortController();

async function main(): Promise<void> {
  const opening = await next<Opening>();
  const imports = noteImports();
  const loading = loadConfig(opening.configFile);
  // What does not load is shown when there is a round: until then it may be fixed.
  loading.catch(() => undefined);
  const files = await loading.then(
    (config) => filesOfFirstPlan(opening, config),
    () => [],
  );
  await tell({ kind: 'ready', code: imports.files, files });
  const changes = await next<Changes>();
  try {
    await tell(await playRound(opening, changes, await loading, imports));
  } catch (error) {
    await tell({ ...nothing, problem: explain(error) });
  }
}

const nothing = { kind: 'outcome', tasks: [], stacks: [], scenarios: [] } as const;

async function playRound(
  opening: Opening,
  changes: Changes,
  config: RehearsalConfig,
  imports: Imports,
): Promise<Outcome> {
  const plan = planOf({ ...opening.options, config, signal: interrupted.signal });
  const rehearsal = Rehearsal.join(plan, opening.running);
  const touched = touchedBy(plan, filesOfPlan(plan), changes);
  const concerned = await concernedBy(touched, opening, changes, config, imports);
  await checkPlan(plan, rehearsal.aws);
  const performed = await perform(rehearsal, touched);
  const scenarios = await playThose(rehearsal, config, concerned);
  const { parameters } = plan;
  return {
    ...{ kind: 'outcome', ...performed, scenarios },
    parameters: parameters && readFileSync(parameters.file, 'utf8'),
  };
}

/** What `--scenario` names, or else what tests a capability or imports a file that changed. */
async function concernedBy(
  { tasks, everything }: Touched,
  { scenarios: globs }: Opening,
  { changed }: Changes,
  config: RehearsalConfig,
  imports: Imports,
): Promise<readonly Scenario[]> {
  const code = changed.filter((file) => imports.has(file));
  if (tasks.length === 0 && code.length === 0) {
    return [];
  }
  const { scenarios = [] } = config;
  if (globs || everything) {
    return globs ? namedScenarios(config, globs, imports) : scenarios;
  }
  const capabilities = new Set(tasks.map(({ name }) => kebabCase(name)));
  const importers = new Set(code.flatMap((file) => [...imports.importersOf(file)]));
  const files = await filesOf(scenarios, imports);
  return scenarios.filter(
    (scenario) => capabilities.has(scenario.capability) || importers.has(files.get(scenario) ?? ''),
  );
}

async function perform(
  rehearsal: Rehearsal,
  { tasks, everything }: Touched,
): Promise<Pick<Outcome, 'tasks' | 'stacks'>> {
  const { capabilities } = rehearsal.plan;
  const wanted = tasks.filter(({ name }) => capabilities?.includes(kebabCase(name)) ?? true);
  if (wanted.length === 0) {
    return { tasks: [], stacks: [] };
  }
  const { next: before } = await rehearsal.aws.events();
  const match = everything ? {} : { match: matchPattern(wanted) };
  await rehearsal.requireSuccess(await rehearsal.perform(match));
  const { events } = await rehearsal.aws.events(before);
  const stacks = events
    .filter(({ kind, status }) => kind === 'stack' && /^[A-Z]+_COMPLETE$/.test(String(status)))
    .map(({ stack, account, region, status }) => `${stack} in ${account}/${region}: ${status}`);
  return { tasks: wanted.map(({ name }) => name), stacks };
}

async function playThose(
  rehearsal: Rehearsal,
  config: RehearsalConfig,
  scenarios: readonly Scenario[],
): Promise<PlayedScenario[]> {
  const world = scenarios.length > 0 ? await config.world?.(rehearsal) : undefined;
  return world
    ? play(
        world,
        scenarios.filter((scenario) => scenario.applies(world)),
        (_title, run) => run(() => undefined),
      )
    : [];
}

function filesOfFirstPlan({ options }: Opening, config: RehearsalConfig): string[] {
  try {
    const plan: Plan = planOf({ ...options, config });
    const { common, ofTask } = filesOfPlan(plan);
    return [...common, ...[...ofTask.values()].flatMap((files) => [...files])];
  } catch (error) {
    // As with the configuration: it is shown in a round.
    if (error instanceof Problem) {
      return [];
    }
    throw error;
  }
}

const explain = (error: unknown): string =>
  error instanceof Problem
    ? renderProblem(error, process.stdout)
    : error instanceof Error
      ? (error.stack ?? error.message)
      : inspect(error);

const next = <T>(): Promise<T> => new Promise((resolve) => process.once('message', resolve));

const tell = (message: Ready | Outcome): Promise<void> =>
  new Promise((resolve) => process.send?.(message, undefined, undefined, () => resolve()));

// Ctrl-C reaches all processes of the terminal: the one that watches ends this one.
process.on('SIGINT', () => undefined);
process.on('disconnect', () => {
  interrupted.abort();
  process.exit(1);
});
await main();
process.exit(0);
