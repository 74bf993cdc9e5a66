import type { Scan } from '../../types.ts';
import type { Coverage, Denial, Doubt, Gap, Mismatch } from '../coverage.ts';
import { number, quantity, statusNames } from '../format.ts';
import type { Html } from '../html.ts';
import { html } from '../html.ts';
import { fileLink, isLog } from '../links.ts';
import { toolNames } from '../names.ts';
import { list } from './list.ts';

/** Every missing scan, with its reason. */
export function gaps({ gaps: missed }: Coverage): Html | undefined {
  if (missed.length === 0) {
    return undefined;
  }
  const accounts = new Set(missed.map(({ account }) => account.id)).size;
  return list({
    id: 'not-scanned',
    title: 'Not scanned',
    count: `${quantity(accounts, 'account')}, ${quantity(missed.length, 'scan')}`,
    note: 'The findings of these accounts are not known.',
    head: html`<th>Account<th>Tool<th>Outcome<th class="wide">Reason<th>Log`,
    rows: missed.map(row),
    shown: 25,
  });
}

function row({ account, tool, status, reason, log }: Gap): Html {
  return html`<tr><td>${accountName(account)}<td>${toolNames[tool]}<td><span class="tag ${status}">${statusNames[status]}</span><td class="wide">${reason}<td>${logLink(log)}`;
}

/** Scans that count, although a call of their tool was denied. */
export function doubts(found: readonly Doubt[]): Html | undefined {
  if (found.length === 0) {
    return undefined;
  }
  return list({
    id: 'doubts',
    title: 'Scanned with errors',
    count: quantity(found.length, 'scan'),
    note: 'A call of the tool failed, and it continued: the resources of that call were not evaluated. The log has the details.',
    head: html`<th>Account<th>Tool<th class="wide">Reason<th>Log`,
    rows: found.map(
      ({ account, tool, reason, log }) =>
        html`<tr><td>${accountName(account)}<td>${toolNames[tool]}<td class="wide">${reason}<td>${logLink(log)}`,
    ),
    shown: 5,
  });
}

/** Calls that do not count as errors: checks that need them are excluded. */
export function denials(found: readonly Denial[]): Html | undefined {
  if (found.length === 0) {
    return undefined;
  }
  return list({
    id: 'denied',
    title: 'Denied on purpose',
    note: 'The audit role denies these calls, which return secrets or content, and scanners made them anyway. They are not counted as errors.',
    head: html`<th class="wide">Action<th class="n">Calls<th class="n">Accounts`,
    rows: found.map(
      ({ action, calls, accounts }) =>
        html`<tr><td class="wide">${action}<td class="n">${number(calls)}<td class="n">${number(accounts)}`,
    ),
    shown: 5,
  });
}

/** Checks of which nothing is known: neither passed nor failed. */
export function unknowns(scans: readonly Scan[]): Html | undefined {
  const found = scans.filter(({ checks }) => checks !== undefined && checks.noResult > 0);
  if (found.length === 0) {
    return undefined;
  }
  return list({
    id: 'no-result',
    title: 'Checks without a result',
    count: quantity(found.length, 'scan'),
    note: 'The account has no resource that these checks evaluate, they are manual, or a call failed. Nothing is known of them: they have not passed.',
    head: html`<th class="wide">Account<th>Tool<th class="n">Checks<th class="n">No result`,
    rows: found.map(
      ({ account, tool, checks }) =>
        html`<tr><td class="wide">${accountName(account)}<td>${toolNames[tool]}<td class="n">${number(checks?.asked ?? 0)}<td class="n">${number(checks?.noResult ?? 0)}`,
    ),
    shown: 5,
  });
}

/** Scans with missing findings: their numbers are not reliable. */
export function mismatches(found: readonly Mismatch[]): Html | undefined {
  if (found.length === 0) {
    return undefined;
  }
  return list({
    id: 'mismatches',
    title: 'Scans that do not add up',
    note: 'The scan counted another number of failures than this page was given.',
    head: html`<th class="wide">Account<th>Tool<th class="n">Counted<th class="n">Given<th>Log`,
    rows: found.map(
      ({ scan, counted, read }) =>
        html`<tr><td class="wide">${accountName(scan.account)}<td>${toolNames[scan.tool]}<td class="n">${number(counted)}<td class="n">${number(read)}<td>${logLink(scan.files.find(isLog))}`,
    ),
  });
}

export function accountName({ id, name }: { id: string; name: string }): Html {
  return html`${name || id} ${name !== '' && html`<small>${id}</small>`}`;
}

function logLink(path: string | undefined): Html | string {
  const link = path === undefined ? undefined : fileLink(path);
  return link === undefined ? '–' : html`<a href="${link}">log</a>`;
}
