import { styleText } from 'node:util';
import Table from 'cli-table3';
import { describeHoles } from './holes.ts';
import { firstLine } from './summary.ts';
import type { Cell } from './types.ts';

export interface MatrixOptions {
  color: boolean;
  /** Columns of the terminal. Default: 120. */
  width?: number;
}

type Colour = 'green' | 'red' | 'gray';
type Paint = (colour: Colour, text: string) => string;

/** With more accounts than this, only those with holes are shown. */
const accountsAtMost = 40;
/** Rows that are shown of accounts with holes. */
const rowsAtMost = 60;
const serviceWidth = 18;
const accountWidth = 34;

/**
 * The matrix of accounts and services, with the holes beneath. A cell counts the
 * regions that are as expected.
 */
export function renderMatrix(cells: readonly Cell[], options: MatrixOptions): string {
  const paint: Paint = (colour, text) =>
    options.color ? styleText(colour, text, { validateStream: false }) : text;
  const holes = describeHoles(cells).map((line) => `${paint('red', '✗')} ${line}`);
  const head = firstLine(cells);
  return [
    paint(holes.length === 0 ? 'green' : 'red', head),
    '',
    ...tables(cells, options.width ?? 120, paint),
    ...(holes.length === 0 ? [] : ['', 'Holes', ...holes]),
    '',
  ].join('\n');
}

function tables(cells: readonly Cell[], width: number, paint: Paint): string[] {
  const byAccount = Map.groupBy(cells, ({ account }) => account);
  const all = [...byAccount.values()];
  const chosen =
    all.length > accountsAtMost ? all.filter((row) => row.some((cell) => !cell.ok)) : all;
  const rows = chosen.slice(0, rowsAtMost);
  const services = [...new Set(cells.map(({ service }) => service))];
  const perTable = Math.max(1, Math.floor((width - accountWidth) / serviceWidth));
  const blocks = rows.length === 0 ? [] : chunk(services, perTable);
  return [
    ...blocks.map((columns) => table(rows, columns, paint)),
    ...omitted(all.length, chosen.length, rows.length),
    legend(rows.flat()),
  ].filter((text) => text !== '');
}

function omitted(all: number, chosen: number, shown: number): string[] {
  return [
    ...(all > chosen ? [`${all - chosen} accounts without holes are not shown`] : []),
    ...(chosen > shown ? [`${chosen - shown} more accounts with holes are not shown`] : []),
  ];
}

function table(rows: readonly Cell[][], services: readonly string[], paint: Paint): string {
  const concerned = rows.filter((row) => row.some(({ service }) => services.includes(service)));
  // Services are wrapped at their hyphens, which keeps columns narrow.
  const head = ['Account', ...services.map((service) => service.replaceAll('-', '-\n'))];
  const output = new Table({ head, style: { head: [], border: [], compact: true } });
  for (const row of concerned) {
    output.push([
      accountLabel(row[0]),
      ...services.map((service) =>
        shown(
          row.filter((cell) => cell.service === service),
          paint,
        ),
      ),
    ]);
  }
  return output.toString();
}

function accountLabel(cell: Cell | undefined): string {
  const name = cell?.name ?? '';
  const room = accountWidth - 17;
  return `${name.length > room ? `${name.slice(0, room - 1)}…` : name} ${cell?.account ?? ''}`;
}

/** The cells of one account and service as one text: '✓ 3/3', '✗ 1/3', 'suspended', ... */
function shown(cells: readonly Cell[], paint: Paint): string {
  const [first] = cells;
  if (first === undefined) {
    return '';
  }
  if (first.actual === 'suspended account') {
    return paint(first.ok ? 'gray' : 'red', 'suspended');
  }
  if (first.actual === 'unreachable') {
    return paint('red', '✗ unreachable');
  }
  return counted(cells, paint);
}

function counted(cells: readonly Cell[], paint: Paint): string {
  const on = cells.filter(({ actual }) => actual === 'on').length;
  const left = cells.filter(({ ok, actual }) => ok && actual === 'not enabled region').length;
  const judged = cells.length - left;
  const rest = left > 0 ? paint('gray', `${judged > 0 ? ' +' : ''}${left} n/e`) : '';
  if (judged === 0) {
    return rest;
  }
  const failed = cells.some(({ actual }) => actual === 'failed') ? ' failed' : '';
  const text = `${on === judged ? '✓' : '✗'} ${on}/${judged}${failed}`;
  return paint(on === judged ? 'green' : 'red', text) + rest;
}

function legend(cells: readonly Cell[]): string {
  const counts = 'A cell counts the regions that are as expected';
  const notEnabled = cells.some(({ actual, ok }) => ok && actual === 'not enabled region');
  return notEnabled ? `${counts}; n/e: regions that the account has not enabled` : counts;
}

function chunk<T>(items: readonly T[], size: number): T[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}
