// The tables of coverage/README.md: the rows, and the permissions that their readers need. Pure:
// rows and texts in, text out.
import { ofStack } from '../../coverage/repairs.ts';
import type { Row } from '../../coverage/types.ts';
import { actionOf, type Call } from './api-calls.ts';

const regions: Readonly<Record<Row['scope'], string>> = {
  'every-region': 'every',
  'home-region': 'home',
  'sign-in-regions': '`signInRegions`',
};

export const rowsTable = (rows: readonly Row[]): string =>
  [
    '| Service | Account | Regions | On when |',
    '| --- | --- | --- | --- |',
    ...rows.map(
      ({ service, accounts, scope, onWhen }) =>
        `| \`${service}\` | ${accounts} | ${regions[scope]} | ${onWhen} |`,
    ),
    '',
  ].join('\n');

/** What to do where a row is a hole: that of stacks is beneath the table. */
export const repairsTable = (rows: readonly Row[]): string =>
  [
    '| Service | Repair |',
    '| --- | --- |',
    ...[...Map.groupBy(rows, ({ repair }) => repair)].map(
      ([repair, same]) =>
        `| ${same.map(({ service }) => `\`${service}\``).join(', ')} | ${repair.replace(ofStack, 'as its stack')} |`,
    ),
    '',
  ].join('\n');

/** What a row, or the ledger itself, calls. */
export interface Calls {
  readonly what: string;
  readonly account: string;
  readonly calls: readonly Call[];
}

export const permissionsTable = (all: readonly Calls[]): string =>
  [
    '| For | Account | Actions |',
    '| --- | --- | --- |',
    ...all.map(
      ({ what, account, calls }) => `| ${what} | ${account} | ${actionsOf(calls).join(', ')} |`,
    ),
    '',
  ].join('\n');

const actionsOf = (calls: readonly Call[]): string[] =>
  [...new Set(calls.map(actionOf))].sort().map((action) => `\`${action}\``);
