import type { Snapshot } from 'ofn-rehearse';
import type { Finding } from './finding.ts';

/** Accounts that a line names before it only counts them. */
const namedAtMost = 5;

/** A line for each group of accounts that have a finding in the same regions. */
export function whereOf({ places }: Finding, { accounts }: Pick<Snapshot, 'accounts'>): string[] {
  const nameOf = new Map(accounts.map(({ Id, Name }) => [Id, Name]));
  const byAccount = Map.groupBy(places, ({ accountId }) => accountId ?? '');
  const byRegions = Map.groupBy(byAccount, ([, own]) => regionsOf(own));
  return [...byRegions].map(([regions, group]) => {
    const named = group.map(([id]) =>
      id === '' ? 'every account' : `${nameOf.get(id) ?? '?'} ${id}`,
    );
    return `in ${firstOf(named)}${regions}`;
  });
}

function regionsOf(places: Finding['places']): string {
  const regions = [...new Set(places.flatMap(({ region }) => region ?? []))];
  return regions.length === 0 ? '' : ` (${regions.join(', ')})`;
}

function firstOf(texts: readonly string[]): string {
  const more = texts.length > namedAtMost ? ` and ${texts.length - namedAtMost} more` : '';
  return `${texts.slice(0, namedAtMost).join(', ')}${more}`;
}
