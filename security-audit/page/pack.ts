import { gzipSync } from 'node:zlib';
import type { Finding } from '../types.ts';
import type { Kind, Packed } from './browser/packed.ts';
import { inOrder } from './groups.ts';
import { severities } from './names.ts';
import type { Trend } from './trend.ts';

/**
 * Findings as columns of numbers that point into sorted lists of what they share: the order of the
 * numbers is that of the texts, and rows stand in the table's own order, the most severe first.
 * @param names of the accounts, by id
 */
export function pack(
  findings: readonly Finding[],
  names: ReadonlyMap<string, string>,
  trend?: Trend,
): Packed {
  const lists = listsOf(findings, names);
  const rows = findings
    .map((finding) => ({ finding, at: placesOf(finding, lists) }))
    .sort((a, b) => {
      const column = a.at.findIndex((place, index) => place !== b.at[index]);
      return (a.at[column] ?? 0) - (b.at[column] ?? 0);
    });
  const column = (index: number) => rows.map(({ at }) => at[index] ?? -1);
  return {
    accounts: lists.accounts.values.map((id) => [id, names.get(id) ?? '']),
    services: lists.services.values,
    regions: lists.regions.values,
    controls: lists.controls.values,
    resources: lists.resources.values,
    kinds: lists.kinds.values.map((kind) => JSON.parse(kind)),
    ...{ account: column(1), kind: column(2), region: column(3), resource: column(4) },
    change: rows.map(({ finding }) => changeOf(trend?.isNew(finding))).join(''),
  };
}

type Lists = ReturnType<typeof listsOf>;

function listsOf(findings: readonly Finding[], names: ReadonlyMap<string, string>) {
  const shared = sharedLists(findings, names);
  return { ...shared, kinds: list(findings.map((finding) => kindOf(finding, shared))) };
}

function sharedLists(findings: readonly Finding[], names: ReadonlyMap<string, string>) {
  const nameOf = (id: string) => names.get(id) ?? '';
  const ids = [...names.keys(), ...findings.map(({ account }) => account)];
  return {
    accounts: list(ids, (a, b) => inOrder(nameOf(a), nameOf(b)) || inOrder(a, b)),
    services: list(findings.map(({ service }) => service)),
    regions: list(findings.map(({ region }) => region)),
    resources: list(findings.map(({ resource }) => resource)),
    controls: list(findings.flatMap(({ controls }) => controls)),
  };
}

/** In JSON, with the title first: they sort by it. */
function kindOf(finding: Finding, lists: ReturnType<typeof sharedLists>): string {
  const { title, check, tool, severity, service, controls } = finding;
  const kind: Kind = {
    ...{ title, check, tool, severity: severities.indexOf(severity) },
    service: lists.services.at(service),
    controls: [...new Set(controls)].map(lists.controls.at),
  };
  return JSON.stringify(kind);
}

function placesOf(finding: Finding, lists: Lists): number[] {
  return [
    severities.indexOf(finding.severity),
    lists.accounts.at(finding.account),
    lists.kinds.at(kindOf(finding, lists)),
    lists.regions.at(finding.region),
    lists.resources.at(finding.resource),
  ];
}

function changeOf(isNew: boolean | undefined): string {
  return isNew === undefined ? '-' : isNew ? 'n' : 's';
}

/** The distinct values in order, and where each stands. */
function list(values: readonly string[], order = inOrder) {
  const sorted = [...new Set(values)].sort(order);
  const places = new Map(sorted.map((value, place) => [value, place]));
  return { values: sorted, at: (value: string): number => places.get(value) ?? -1 };
}

/** Compressed, and in letters that mean nothing in HTML. */
export function compress(packed: Packed): string {
  return gzipSync(JSON.stringify(packed), { level: 9 }).toString('base64');
}
