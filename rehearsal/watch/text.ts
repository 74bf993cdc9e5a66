import { shortPath } from '../failure.ts';
import { failureLines } from '../table.ts';
import type { Outcome } from './messages.ts';

const MOST = 5;

/** `12:03:04 templates/athena/queries.yml changed` */
export const renderChanged = (changed: readonly string[], now: Date): string =>
  `\n${now.toTimeString().slice(0, 8)} ${some(changed.map(shortPath), ', ')} changed\n`;

/** What came of a round, a line each. */
export function renderOutcome(
  { problem, tasks, stacks, scenarios }: Outcome,
  seconds: number,
): string {
  const lines = [
    ...(tasks.length > 0 ? [`  performed ${some(tasks, ', ')}`] : []),
    ...(stacks.length > 0 ? [`  ${some(stacks, '\n  ')}`] : []),
    ...(tasks.length > 0 && stacks.length === 0 ? ['  no stack changed'] : []),
    ...scenarios.flatMap((scenario) =>
      scenario.passed
        ? [`  ok ${scenario.capability}: it ${scenario.name}, ${scenario.seconds.toFixed(1)} s`]
        : failureLines(scenario).map((line, index) => `  ${index === 0 ? 'no ' : ''}${line}`),
    ),
    ...(problem === undefined ? [] : [problem]),
    `  ${verdict(problem, scenarios)}, in ${seconds.toFixed(1)} s`,
  ];
  return `${lines.join('\n')}\n`;
}

const verdict = (problem: string | undefined, scenarios: Outcome['scenarios']): string =>
  problem === undefined && scenarios.every(({ passed }) => passed)
    ? 'holds'
    : 'does not hold; change a file to try again';

const some = (list: readonly string[], separator: string): string =>
  [
    ...list.slice(0, MOST),
    ...(list.length > MOST ? [`… and ${list.length - MOST} more`] : []),
  ].join(separator);
