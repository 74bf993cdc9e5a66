import type { Finding, Run, Severity } from '../../types.ts';
import type { Coverage } from '../coverage.ts';
import { number, quantity, time } from '../format.ts';
import type { Html } from '../html.ts';
import { html } from '../html.ts';
import { filterLink } from '../links.ts';
import { severities, toolNames } from '../names.ts';
import type { Trend } from '../trend.ts';
import { countBySeverity, sum } from '../types.ts';

/** Failed checks by severity, and what came and went since the last run. */
export function failures(
  run: Run,
  findings: readonly Finding[],
  { trend, coverage }: { trend: Trend | undefined; coverage: Coverage },
): Html {
  const counts = countBySeverity(findings);
  const total = sum(counts);
  const partial = findings.filter(({ account }) => !coverage.scanned.has(account)).length;
  return html`<section id="failures" aria-labelledby="failures-title">
<h2 id="failures-title">Failed checks <span class="count">${number(total)}</span></h2>
<ul class="tiles">${severities.map((severity) => tile(severity, counts[severity], trend))}</ul>
<p class="note">${trendText(run, trend)}</p>
${
  partial > 0 &&
  html`<p class="note">${quantity(partial, 'finding')} of accounts that were scanned in part, or not at all, are included.</p>`
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

function trendText({ tools: today }: Run, trend: Trend | undefined): string | Html {
  if (trend === undefined) {
    return 'There is no earlier run to compare with.';
  }
  const { since, accounts, tools, appeared, resolved } = trend;
  const notKnown = sum(trend.notKnown);
  const last = time(since.startedAt);
  if (accounts.size === 0) {
    return `No account was scanned by the same tool in this run and in the last one, of ${last}: there is nothing to compare.`;
  }
  const named = tools.map((tool) => toolNames[tool]).join(' and ');
  return html`Since the run of ${last}: <strong>${number(sum(appeared))} new, ${number(sum(resolved))} resolved</strong>, in the ${quantity(accounts.size, 'account')} that both runs scanned${
    tools.length < today.length && `, by ${named} alone`
  }.${
    notKnown > 0 &&
    ` ${quantity(notKnown, 'failed check')} of the last run ${notKnown === 1 ? 'is' : 'are'} not known: the scan had errors, and nothing failed there this time.`
  }${today.map((tool) => versionNote(tool, since))}`;
}

/** Another version of a tool has other checks, which the numbers do not separate from new resources. */
function versionNote({ name, version }: Run['tools'][number], since: Run): string | undefined {
  const before = since.tools.find((tool) => tool.name === name)?.version;
  return before === undefined || before === version
    ? undefined
    : ` ${toolNames[name]} was ${before} then and is ${version} now: findings of its new checks count as new.`;
}
