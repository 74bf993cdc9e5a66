import { severities } from '../names.ts';

export const columns = [
  'severity',
  'check',
  'resource',
  'account',
  'region',
  'service',
  'tool',
] as const;
export type Column = (typeof columns)[number];

/** Filters with one value: empty is any. */
export const choices = ['account', 'service', 'region', 'tool', 'control', 'change'] as const;
export type Choice = (typeof choices)[number];

/** What the table shows: the address of the page says it. */
export interface View extends Record<Choice, string> {
  /** Empty is any. */
  severity: string[];
  text: string;
  sort: Column;
  descending: boolean;
  /** The first is 1. */
  page: number;
}

/** All findings, the most severe first. */
export const wholeView: View = {
  ...{ account: '', service: '', region: '', tool: '', control: '', change: '' },
  ...{ severity: [], text: '', sort: 'severity', descending: true, page: 1 },
};

/** Reads the part of an address behind `#`; what it doesn't know it leaves out. */
export function parseView(hash: string): View {
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  const named = (given.get('severity') ?? '').split(',');
  const sort = given.get('sort') ?? '-severity';
  const column = columns.find((name) => name === sort.replace(/^-/, ''));
  const page = Number(given.get('page'));
  const view = {
    ...wholeView,
    severity: severities.filter((name) => named.includes(name)),
    text: given.get('text') ?? '',
    ...(column && { sort: column, descending: sort.startsWith('-') }),
    ...(Number.isSafeInteger(page) && page > 0 && { page }),
  };
  for (const choice of choices) {
    view[choice] = given.get(choice) ?? '';
  }
  return view;
}

/** The address of a view: only what differs from the whole. */
export function formatView(view: View): string {
  const sort = `${view.descending ? '-' : ''}${view.sort}`;
  const parts: [string, string][] = [
    ['severity', view.severity.join(',')],
    ...choices.map((choice): [string, string] => [choice, view[choice]]),
    ['text', view.text],
    ['sort', sort === '-severity' ? '' : sort],
    ['page', view.page === 1 ? '' : String(view.page)],
  ];
  return new URLSearchParams(parts.filter(([, value]) => value !== '')).toString();
}

/** Whether it shows less than everything. */
export function isFiltered(view: View): boolean {
  return formatView({ ...view, sort: 'severity', descending: true, page: 1 }) !== '';
}
