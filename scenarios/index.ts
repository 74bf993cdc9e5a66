import { globSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Scenario, World } from './scenario.ts';

// Not import(), which makes every importing module wait, while mocha loads tests by require(). https://nodejs.org/api/modules.html#loading-ecmascript-modules-using-require
const load = createRequire(import.meta.url) as (file: string) => Record<string, unknown>;

/** The files that may have scenarios: those of the folders of capabilities. */
export const scenarioFiles: readonly string[] = globSync('*/*.ts', { cwd: import.meta.dirname })
  .map((file) => path.join(import.meta.dirname, file))
  .sort();

const isScenario = (exported: unknown): exported is Scenario =>
  typeof exported === 'object' &&
  exported !== null &&
  ['capability', 'name', 'applies', 'run'].every((key) => key in exported);

/** Every scenario that a file exports, in the order of play: by `order`, folder, file and name. */
export const scenarios: readonly Scenario[] = scenarioFiles
  .flatMap((file) => Object.values(load(file)).filter(isScenario))
  .map(withSize)
  .sort((one, other) => (one.order ?? 0) - (other.order ?? 0));

function withSize(scenario: Scenario): Scenario {
  const { fromAccounts = 0 } = scenario;
  return {
    ...scenario,
    applies: (world) => accountsWithStacks(world) >= fromAccounts && scenario.applies(world),
  };
}

const accountsWithStacks = ({ stacks }: World): number =>
  new Set(stacks.map(({ account }) => account)).size;
