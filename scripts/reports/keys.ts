import { ACCOUNT_ID } from '../../lambda/pattern.ts';

// Keys of the central bucket: <account>/<tool>/<date>/<file>.

/** Folders of the central bucket that hold no reports to dispatch. */
export const waitingFolder = 'waiting/';
export const quarantineFolder = 'quarantine/';

/** What a key says of its report; a part that is not there is undefined. */
export interface ReportKey {
  account?: string;
  tool?: string;
  /** YYYY-MM-DD */
  date?: string;
}

/** Which reports are meant. Days are YYYY-MM-DD, both included. */
export interface Filter {
  account?: string;
  tool?: string;
  from?: string;
  to?: string;
}

/**
 * The account is the first folder, the tool the second. The date is the first folder below them
 * that is YYYY-MM-DD, or the first three that are YYYY/MM/DD: how deep depends on the tool.
 */
export function parseKey(key: string): ReportKey {
  const [account = '', tool, ...folders] = key.split('/').slice(0, -1);
  if (!ACCOUNT_ID.test(account)) {
    return {};
  }
  const date = folders.map((_, index) => dayAt(folders, index)).find((day) => day !== undefined);
  return { account, ...(tool && { tool }), ...(date && { date }) };
}

function dayAt(folders: readonly string[], index: number): string | undefined {
  const [first = ''] = folders.slice(index);
  const inThree = folders.slice(index, index + 3);
  const isThree = /^\d{4}\/\d\d\/\d\d$/.test(inThree.join('/'));
  return [first, isThree ? inThree.join('-') : ''].find(isDay);
}

/** Whether it is a day of the calendar, written YYYY-MM-DD. */
export function isDay(text: string): boolean {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  // Node.js takes 30 February for 2 March.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** `undated`: it would be meant, but has no date to compare with. */
export function judge(report: ReportKey, filter: Filter): 'meant' | 'other' | 'undated' {
  const { account, tool, from = '', to = '9999-12-31' } = filter;
  if ((account && account !== report.account) || (tool && tool !== report.tool)) {
    return 'other';
  }
  if (filter.from === undefined && filter.to === undefined) {
    return 'meant';
  }
  if (report.date === undefined) {
    return 'undated';
  }
  return from <= report.date && report.date <= to ? 'meant' : 'other';
}

/** What the keys of all meant reports of an account begin with. */
export function prefixOf(account: string, { tool }: Filter): string {
  return tool === undefined ? `${account}/` : `${account}/${tool}/`;
}

/** The key in the account's own bucket. */
export function spokeKey(key: string): string {
  return key.slice(key.indexOf('/') + 1);
}

/** A text of others on one line, and without what a terminal would obey. */
export function printable(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}
