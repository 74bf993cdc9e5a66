import path from 'node:path';
import type { RehearsalConfig } from './config.ts';
import { filesOf, type Imports } from './imports.ts';
import { Problem } from './problem.ts';
import type { Scenario } from './scenario.ts';

type Named = Pick<Scenario, 'capability' | 'name'>;

/** `alerts/publishes-a-test-alert`: how `--scenario` and the log of a scenario name it. */
export const fullName = ({ capability, name }: Named): string =>
  `${capability}/${name
    .toLowerCase()
    .replaceAll(/[^a-z\d]+/g, '-')
    .replaceAll(/^-|-$/g, '')}`;

/**
 * The scenarios that globs name: by capability, by capability and name in kebab-case, or by
 * capability and file.
 *
 * @throws Problem for a glob that names none
 */
export function selectScenarios<S extends Named>(
  scenarios: readonly S[],
  globs: readonly string[],
  fileOf: (scenario: S) => string | undefined,
): S[] {
  const namesOf = (scenario: S): string[] => {
    const file = fileOf(scenario);
    return [
      scenario.capability,
      fullName(scenario),
      ...(file ? [`${scenario.capability}/${path.parse(file).name}`] : []),
    ];
  };
  const named = (scenario: S, glob: string): boolean =>
    namesOf(scenario).some((name) => path.matchesGlob(name, glob));
  const unknown = globs.find((glob) => !scenarios.some((scenario) => named(scenario, glob)));
  if (unknown !== undefined) {
    throw unknownScenario(unknown, scenarios);
  }
  return scenarios.filter((scenario) => globs.some((glob) => named(scenario, glob)));
}

/** The scenarios of a configuration that globs name. */
export async function namedScenarios(
  { scenarios = [] }: RehearsalConfig,
  globs: readonly string[],
  imports: Imports,
): Promise<Scenario[]> {
  const files = await filesOf(scenarios, imports);
  return selectScenarios(scenarios, globs, (scenario) => files.get(scenario));
}

function unknownScenario(glob: string, scenarios: readonly Named[]): Problem {
  const capabilities = [...new Set(scenarios.map(({ capability }) => capability))].sort();
  const [example] = scenarios;
  return new Problem({
    file: 'the command line',
    place: `--scenario ${glob}`,
    cause: 'no scenario has a capability or name like that',
    remedy: example
      ? `use a capability (${capabilities.join(', ')}), a name such as ${fullName(example)}, or a glob`
      : 'give a configuration that has scenarios: --config FILE',
  });
}

/** @throws Problem when none of the scenarios that were named can be played */
export function requireSome(toPlay: readonly Named[], named: readonly Named[]): void {
  if (toPlay.length === 0 && named.length > 0) {
    throw new Problem({
      file: 'the command line',
      place: '--scenario',
      cause: `what was performed has nothing that ${named.map(fullName).join(', ')} is about`,
      remedy: 'perform its capability too: leave --match out, or let it name that capability',
    });
  }
}
