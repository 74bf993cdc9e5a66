import type { Severity } from '../../types.ts';
import { number, quantity, time } from '../format.ts';
import type { Html } from '../html.ts';
import { html } from '../html.ts';
import { filterLink } from '../links.ts';
import { severities, toolNames } from '../names.ts';
import type { Trend } from '../trend.ts';
import type { Counts } from '../types.ts';
import { sum } from '../types.ts';

/** Failed checks by severity, and what came and went since the last run. */
export function failures(counts: Counts, trend: Trend | undefined, partial: number): Html {
  const total = sum(counts);
  return html`<section id="failures" aria-labelledby="failures-title">
<h2 id="failures-title">Failed checks <span class="count">${number(total)}</span></h2>
<ul class="tiles">${severities.map((severity) => tile(severity, counts[severity], trend))}</ul>
<p class="note">${trendText(trend)}</p>
${
  partial > 0 &&
  html`<p class="note">${quantity(partial, 'finding')} of accounts that were not scanned completely are included.</p>`
}
</section>`;
}

function tile(severity: Severity, count: number, trend: Trend | undefined): Html {
  const change =
    trend &&
    trend.accounts.size > 0 &&
    html`<span class="change"><a href="${filterLink({ severity, change: 'new' })}">${number(trend.appeared[severity])} new</a>, ${number(trend.resolved[severity])} resolved</span>`;
  return html`<li class="${severity}"><a class="whole" href="${filterLink({ severity })}"><b>${number(count)}</b> <span class="name">${severity}</span></a>${change}</li>`;
}

function trendText(trend: Trend | undefined): string | Html {
  if (trend === undefined) {
    return 'There is no earlier run to compare with.';
  }
  const { since, accounts, tools, appeared, resolved } = trend;
  if (accounts.size === 0 || tools.length === 0) {
    return `No account was scanned by the same tool in this run and in the last one, of ${time(since.startedAt)}: there is nothing to compare.`;
  }
  const named = tools.map((tool) => toolNames[tool]).join(' and ');
  return html`Since the run of ${time(since.startedAt)}: <strong>${number(sum(appeared))} new, ${number(sum(resolved))} resolved</strong>, in the ${quantity(accounts.size, 'account')} that both runs scanned, by ${named}. A new version of a tool may bring new checks.`;
}
