import { styleText } from 'node:util';
import Table from 'cli-table3';
import type { Snapshot } from 'ofn-rehearse';
import type { Finding } from './finding.ts';
import type { Preflight } from './preflight.ts';
import { whereOf } from './where.ts';

export interface ReportOptions {
  readonly color: boolean;
  /** Columns of the terminal. Default: 120. */
  readonly width?: number;
}

export type Verdict = 'go' | 'no-go';

/** A no-go is a finding that would fail the deployment, or harm what is there. */
export const verdictOf = (findings: readonly Finding[]): Verdict =>
  findings.some(({ level }) => level === 'no-go') ? 'no-go' : 'go';

const numberWidth = 3;
const kindWidth = 26;
/** The borders and the padding of three columns. */
const frame = 10;
const narrowest = 80;

/**
 * The table of the findings, what solves each, and one sentence: go, or no-go. What solves it is in
 * lines of their own, so that a command can be copied.
 */
export function renderPreflight(
  { findings, snapshot }: Preflight,
  { color, width = 120 }: ReportOptions,
): string {
  const paint: Paint = (format, text) =>
    color ? styleText(format, text, { validateStream: false }) : text;
  const sentence = sentenceOf(findings, snapshot);
  const painted = paint(verdictOf(findings) === 'go' ? 'green' : 'red', sentence);
  if (findings.length === 0) {
    return `${painted}\n`;
  }
  const table = tableOf(findings, snapshot, { width: Math.max(width, narrowest), paint });
  const remedies = findings.map(({ remedy }, index) => `${numberOf(index)} ${remedy}`);
  return [table, '', 'What solves it', ...remedies, '', painted, ''].join('\n');
}

type Paint = (format: 'red' | 'green' | 'yellow', text: string) => string;

const numberOf = (index: number): string => String(index + 1).padStart(numberWidth);

function tableOf(
  findings: readonly Finding[],
  snapshot: Snapshot,
  { width, paint }: { readonly width: number; readonly paint: Paint },
): string {
  const rest = width - numberWidth - kindWidth - frame;
  const table = new Table({
    head: ['', 'kind', 'what was found, and where'],
    style: { head: [], border: [] },
    wordWrap: true,
    // The padding is in the width of a column.
    colWidths: [numberWidth, kindWidth, rest].map((column) => column + 2),
  });
  for (const [index, finding] of findings.entries()) {
    const { kind, level, found } = finding;
    const painted = paint(level === 'no-go' ? 'red' : 'yellow', level);
    const text = [found, ...whereOf(finding, snapshot)].join('\n');
    table.push([numberOf(index), `${painted}\n${kind}`, text]);
  }
  return table.toString();
}

/** Such as `no-go: 2 findings would fail the deployment, or harm what is there; 1 note (6 accounts, 3 regions)`. */
export function sentenceOf(findings: readonly Finding[], { accounts, regions }: Snapshot): string {
  const stops = findings.filter(({ level }) => level === 'no-go').length;
  const notes = findings.length - stops;
  const read = `${count(accounts.length, 'account')}, ${count(regions.length, 'region')}`;
  const tail = `${count(notes, 'note')} (${read})`;
  return stops === 0
    ? `go: nothing would fail the deployment, or harm what is there; ${tail}`
    : `no-go: ${count(stops, 'finding')} would fail the deployment, or harm what is there; ${tail}`;
}

const count = (number: number, what: string): string =>
  `${number} ${what}${number === 1 ? '' : 's'}`;

/** What a program reads; preflight/README.md describes it. */
export function jsonOf({ findings, snapshot }: Preflight): string {
  const { accounts, takenAt, homeRegion, regions, caller, organization } = snapshot;
  const nameOf = new Map(accounts.map(({ Id, Name }) => [Id, Name]));
  const report = {
    verdict: verdictOf(findings),
    summary: sentenceOf(findings, snapshot),
    ...{ takenAt, organizationId: organization.Id, homeRegion, regions, caller },
    accounts: accounts.map(({ Id, Name, state }) => ({ id: Id, name: Name, state })),
    findings: findings.map(({ places, ...finding }) => ({
      ...finding,
      places: places.map((place) => ({
        ...place,
        ...(place.accountId && { accountName: nameOf.get(place.accountId) }),
      })),
    })),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
