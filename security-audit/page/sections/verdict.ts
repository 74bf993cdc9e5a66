import type { Run } from '../../types.ts';
import type { Coverage } from '../coverage.ts';
import { gapStatuses } from '../coverage.ts';
import { duration, number, statusNames, time } from '../format.ts';
import type { Html } from '../html.ts';
import { html } from '../html.ts';
import { toolNames } from '../names.ts';

/** How many of the accounts were scanned, in words: the first thing that the page says. */
export function headline({ accounts, scanned, withErrors }: Coverage): string {
  const doubt = withErrors > 0 ? `, ${number(withErrors)} with errors` : '';
  return `${number(scanned.size)} of ${number(accounts)} accounts scanned${doubt}`;
}

/** `none`: nothing was scanned, which is an error however it came about. */
export function levelOf({ accounts, scanned, interrupted }: Coverage) {
  if (scanned.size === 0) {
    return 'none';
  }
  return scanned.size === accounts && !interrupted ? 'complete' : 'partial';
}

const marks = { complete: '✓', partial: '!', none: '✕' };

export function verdict(run: Run, coverage: Coverage): Html {
  const level = levelOf(coverage);
  const sentences = sentencesOf(coverage);
  return html`<header class="verdict ${level}">
<div class="sign" aria-hidden="true">${marks[level]}</div>
<div><h1>${headline(coverage)}</h1>
${sentences.length > 0 && html`<p class="missed">${sentences.join(' ')}</p>`}
<p class="about">${aboutRun(run).join(' · ')}</p></div>
</header>`;
}

function sentencesOf({ accounts, scanned, missed, interrupted }: Coverage): string[] {
  const parts = gapStatuses
    .filter((status) => missed[status] > 0)
    .map((status) => `${number(missed[status])} ${statusNames[status]}`);
  return [
    ...(interrupted ? ['This run was interrupted.'] : []),
    ...(accounts === 0 ? ['There was no account to scan, which is an error.'] : []),
    ...(parts.length > 0 ? [`${parts.join(', ')}.`] : []),
    ...(accounts > 0 && scanned.size === 0 ? ['Nothing below says that an account is safe.'] : []),
  ];
}

function aboutRun({ id, startedAt, finishedAt, tools, role }: Run): string[] {
  const took = finishedAt && duration(startedAt, finishedAt);
  return [
    `Security audit ${id}`,
    `started ${time(startedAt)}${took ? `, took ${took}` : ''}`,
    tools.map(({ name, version }) => `${toolNames[name]} ${version}`).join(', ') || 'no tool',
    `role ${role}`,
  ];
}
