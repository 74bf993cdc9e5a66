import { styleText } from 'node:util';
import { printable } from './keys.ts';
import type { ListedReport } from './list.ts';
import type { QuarantinedReport } from './quarantine.ts';
import type { ReleaseResult } from './release.ts';
import type { ReplayResult } from './replay.ts';

export interface RenderOptions {
  color: boolean;
}

const styles = {
  delivered: 'green',
  unchecked: 'gray',
  waiting: 'yellow',
  undelivered: 'red',
  unknown: 'red',
  quarantined: 'red',
} as const satisfies Record<ListedReport['state'], string>;

/** A line a report, and one that counts them. */
export function renderList(reports: readonly ListedReport[], { color }: RenderOptions): string {
  const lines = reports.map(({ state, size, key, reason }) => {
    const column = state.padEnd('quarantined'.length);
    const painted = color ? styleText(styles[state], column, { validateStream: false }) : column;
    const why = reason === undefined ? '' : ` (${printable(reason)})`;
    return `${painted}  ${bytes(size).padStart(9)}  ${printable(key)}${why}`;
  });
  const states = Map.groupBy(reports, ({ state }) => state);
  const counts = [...states].map(([state, own]) => `${own.length} ${state}`);
  const detail = counts.length > 0 ? `: ${counts.join(', ')}` : '';
  return `${[...lines, `${count(reports.length, 'report')}${detail}`].join('\n')}\n`;
}

/** A line an object, and one that counts them. */
export function renderQuarantine(reports: readonly QuarantinedReport[]): string {
  const lines = reports.map(({ key, original, reason = 'no reason', size, quarantined }) =>
    [
      (quarantined?.toISOString() ?? '').padEnd(24),
      printable(reason).padEnd('unknown-account'.length),
      bytes(size).padStart(9),
      printable(original === undefined ? key : `${key}, which came as ${original}`),
    ].join('  '),
  );
  return `${[...lines, `${count(reports.length, 'report')} in quarantine`].join('\n')}\n`;
}

/** How many were sent, and for each reason how many were not. */
export function renderReplay({ sent, failed }: ReplayResult): string {
  const lines = [...Map.groupBy(failed, ({ reason }) => reason)].map(
    ([reason, own]) =>
      `could not send ${own.length} (${printable(reason)}), the first: ` +
      printable(own[0]?.key ?? ''),
  );
  const again =
    failed.length > 0 ? ['replay them once more: what is delivered stays as it is'] : [];
  return `${[`sent ${sent} of ${count(sent + failed.length, 'report')}`, ...lines, ...again].join('\n')}\n`;
}

/** How many were released, and by reason each that was not. */
export function renderRelease({ released, failed }: ReleaseResult): string {
  const lines = [...Map.groupBy(failed, ({ reason }) => reason)].flatMap(([reason, own]) => [
    `could not release ${own.length} (${printable(reason)}):`,
    ...own.map(({ key }) => `  ${printable(key)}`).sort(),
  ]);
  const total = count(released + failed.length, 'report');
  return `${[`released ${released} of ${total} for delivery`, ...lines].join('\n')}\n`;
}

export function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

function bytes(size: number | undefined): string {
  if (size === undefined) {
    return '-';
  }
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, size === 0 ? 0 : Math.floor(Math.log10(size) / 3));
  return `${power === 0 ? size : (size / 1000 ** power).toFixed(1)} ${units[power]}`;
}
