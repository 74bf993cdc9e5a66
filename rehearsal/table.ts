import { styleText } from 'node:util';
import Table from 'cli-table3';
import type { LedgerCell, PlayedScenario, Report } from './report.ts';
import type { Leftover } from './teardown.ts';

/** The closing table: everything at a glance, then what failed and why. */
export function renderReport(
  report: Report,
  leftovers: readonly Leftover[] | undefined,
  stream: NodeJS.WriteStream,
): string {
  const colour = (format: 'green' | 'red', text: string): string =>
    stream.isTTY ? styleText(format, text, { stream }) : text;
  const table = new Table({
    head: ['', 'what', 'result'],
    style: { head: [], border: [] },
    // No lines between rows: more of it fits at a glance.
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
    wordWrap: true,
    // A terminal's width, or that of a log: the borders take four columns.
    colWidths: [4, Math.min(86, Math.max(40, (stream.columns || 118) - 32)), 24],
  });
  for (const { ok, what, result } of rows(report)) {
    table.push([ok ? colour('green', 'ok') : colour('red', 'no'), what, result]);
  }
  return [
    table.toString(),
    ...(report.warnings ?? []).map((warning) => `warning: ${warning}`),
    ...failures(report).map((line) => colour('red', line)),
    ...(leftovers ? [leftoverText(leftovers)] : []),
  ].join('\n');
}

interface Row {
  readonly ok: boolean;
  readonly what: string;
  readonly result: string;
}

function rows({ organization, tasks, stacks, scenarios, coverage }: Report): Row[] {
  const succeeded = tasks.filter(({ outcome }) => outcome === 'succeeded').length;
  const skipped = tasks.filter(({ outcome }) => outcome === 'skipped').length;
  const complete = stacks.filter(({ status }) => /^(CREATE|UPDATE)_COMPLETE$/.test(status)).length;
  return [
    {
      ok: organization.accounts.length > 0,
      what: 'accounts in the organization',
      result: `${organization.accounts.length}, ${organization.regions.length} regions`,
    },
    {
      ok: tasks.every(({ outcome }) => outcome !== 'failed'),
      what: 'tasks performed by ofn',
      result: skipped > 0 ? `${succeeded}, ${skipped} left out` : `${succeeded} of ${tasks.length}`,
    },
    {
      ok: complete === stacks.length,
      what: 'stacks complete',
      result: `${complete} of ${stacks.length}`,
    },
    ...scenarios.map(({ capability, name, passed, seconds }) => ({
      ok: passed,
      what: `${capability}: it ${name}`,
      result: `${passed ? 'seen' : 'not seen'}, ${seconds.toFixed(1)} s`,
    })),
    ...coverageRows(coverage),
  ];
}

function coverageRows(coverage: readonly LedgerCell[]): Row[] {
  return [...Map.groupBy(coverage, ({ service }) => service)].map(([service, cells]) => {
    const good = cells.filter(({ ok }) => ok).length;
    return {
      ok: good === cells.length,
      what: `coverage: ${service}`,
      result: `${good} of ${cells.length} as expected`,
    };
  });
}

function failures({ scenarios, coverage }: Report): string[] {
  const holes = coverage.filter(({ ok }) => !ok);
  return [
    ...scenarios.filter(({ passed }) => !passed).flatMap(failureLines),
    ...holes
      .slice(0, 10)
      .map(
        ({ service, name, region, actual, reason }) =>
          `${service} in ${name}/${region}: ${actual}${reason ? `, ${reason}` : ''}`,
      ),
    ...(holes.length > 10 ? [`… and ${holes.length - 10} more: see report.json`] : []),
  ];
}

/** Why a scenario failed. */
export const failureLines = ({
  capability,
  name,
  detail,
  awsError,
  log,
}: PlayedScenario): string[] => [
  `${capability}: it ${name}: ${detail}`,
  ...(awsError ? [`  AWS: ${awsError}`] : []),
  ...(log ? [`  stack and calls: ${log}`] : []),
];

function leftoverText(leftovers: readonly Leftover[]): string {
  const list = leftovers.map(({ type, count }) => `  ${count} × ${type}`);
  return [
    'Removed. What stays, as README.md says:',
    ...(list.length > 0 ? list : ['  nothing']),
  ].join('\n');
}
