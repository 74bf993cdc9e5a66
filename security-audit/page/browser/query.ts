import { severities } from '../names.ts';
import type { Kind, Packed } from './packed.ts';
import type { Column, View } from './view.ts';

/** The rows that a view lets through, in its order. */
export function query(data: Packed, view: View): number[] {
  return sortRows(data, filterRows(data, view), view);
}

const changeLetters: Readonly<Record<string, string>> = { new: 'n', seen: 's', '-': '-' };

/** Judges what rows share, a value at a time, so that a row itself costs a few look-ups. */
function filterRows(data: Packed, view: View): number[] {
  const account = data.accounts.map(([id]) => view.account === '' || view.account === id);
  const region = data.regions.map((name) => view.region === '' || view.region === name);
  const kind = data.kinds.map((one) => passes(one, data, view));
  const words = wordsOf(view.text).map((word) => wordFilter(data, word));
  const letter = changeLetters[view.change];
  const rows: number[] = [];
  for (let row = 0; row < data.kind.length; row += 1) {
    if (
      kind[at(data.kind, row)] &&
      account[at(data.account, row)] &&
      region[at(data.region, row)] &&
      (view.change === '' || data.change[row] === letter) &&
      words.every((contains) => contains(row))
    ) {
      rows.push(row);
    }
  }
  return rows;
}

/** A column holds a number for each row. */
const at = (column: readonly number[], row: number): number => column[row] ?? -1;

function passes(kind: Kind, data: Packed, view: View): boolean {
  const severity = severities[kind.severity] ?? '';
  return (
    (view.severity.length === 0 || view.severity.includes(severity)) &&
    (view.service === '' || data.services[kind.service] === view.service) &&
    (view.tool === '' || kind.tool === view.tool) &&
    (view.control === '' || kind.controls.some((one) => data.controls[one] === view.control))
  );
}

const wordsOf = (text: string): string[] => text.toLowerCase().split(/\s+/).filter(Boolean);

/** Whether a word stands anywhere in a row: its check, resource, account, region, service. */
function wordFilter(data: Packed, word: string): (row: number) => boolean {
  const has = (text: string) => text.toLowerCase().includes(word);
  const kind = data.kinds.map(
    ({ title, check, service }) => has(title) || has(check) || has(data.services[service] ?? ''),
  );
  const account = data.accounts.map(([id, name]) => has(id) || has(name));
  const region = data.regions.map(has);
  const resource = data.resources.map(has);
  return (row) =>
    kind[at(data.kind, row)] ||
    resource[at(data.resource, row)] ||
    account[at(data.account, row)] ||
    region[at(data.region, row)] ||
    false;
}

/** Rows that are equal in the column keep the order that they came in: sorting is stable. */
function sortRows(data: Packed, rows: number[], { sort, descending }: View): number[] {
  const rank = rankBy(data, sort);
  const sign = descending ? -1 : 1;
  return rows.sort((a, b) => sign * (rank(a) - rank(b)));
}

/** Lists are sorted already, so that a place in them is a rank. */
function rankBy(data: Packed, column: Column): (row: number) => number {
  const ofKind = (rank: (kind: Kind) => number) => {
    const ranks = data.kinds.map(rank);
    return (row: number) => at(ranks, at(data.kind, row));
  };
  switch (column) {
    case 'severity':
      return ofKind(({ severity }) => -severity);
    case 'check':
      return (row) => at(data.kind, row);
    case 'service':
      return ofKind(({ service }) => service);
    case 'tool':
      return ofKind(({ tool }) => (tool === 'prowler' ? 0 : 1));
    case 'account':
    case 'region':
    case 'resource':
      return (row) => at(data[column], row);
    default:
      return column satisfies never;
  }
}
