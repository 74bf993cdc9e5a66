import type { Run } from '../types.ts';
import { assets } from './assets.ts';
import type { Coverage } from './coverage.ts';
import { coverageOf, denialsOf, doubtsOf, lastScans, mismatchesOf } from './coverage.ts';
import { groupFindings } from './groups.ts';
import type { Html } from './html.ts';
import { html, Html as Raw } from './html.ts';
import { compress, pack } from './pack.ts';
import { accounts } from './sections/accounts.ts';
import { failures } from './sections/failures.ts';
import { findings as findingsTable } from './sections/findings.ts';
import { denials, doubts, gaps, mismatches, unknowns } from './sections/gaps.ts';
import { groupTable } from './sections/groups.ts';
import { headline, verdict } from './sections/verdict.ts';
import { trendOf } from './trend.ts';
import type { PageInput } from './types.ts';

export type { PageInput } from './types.ts';

/**
 * The report of a run as one HTML file that needs no network and opens from disk. Links in it are
 * relative to the output folder. All text of accounts, resources and reasons is untrusted.
 */
export function renderPage(input: PageInput): string {
  const { run, findings } = input;
  const coverage = coverageOf(run);
  const trend = trendOf(input);
  const names = namesOf(run);
  const { style, script, policy } = assets();
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${headline(coverage)} · Security audit ${run.date}</title>
<style>${new Raw(style)}</style>
</head>
<body>
${verdict(run, coverage)}
<main>
${gaps(coverage)}
${mismatches(mismatchesOf(run, findings))}
${failures(run, findings, { trend, coverage })}
${breakdowns(input, coverage, names)}
${doubts(doubtsOf(run))}
${denials(denialsOf(run))}
${unknowns([...lastScans(run).values()])}
${findingsTable(coverage)}
</main>
<script type="text/plain" id="data">${compress(pack(findings, names, trend))}</script>
<script>${new Raw(script)}</script>
</body>
</html>
`.text;
}

function breakdowns(
  { run, findings }: PageInput,
  coverage: Coverage,
  names: ReadonlyMap<string, string>,
): Html {
  const uncontrolled = findings.filter(({ controls }) => controls.length === 0).length;
  const note = `A finding counts under each of its controls; ${uncontrolled.toLocaleString('en')} have none.`;
  const byAccount = groupFindings(findings, ({ account }) => [account], names.keys());
  const byService = groupFindings(findings, ({ service }) => [service]);
  const byControl = groupFindings(findings, ({ controls }) => controls);
  return html`${accounts(run, coverage, byAccount, names)}
<div class="pair">
${groupTable({ filter: 'service', title: 'By service', groups: byService })}
${groupTable({ filter: 'control', title: 'By control', note, groups: byControl })}
</div>`;
}

/** Names of all accounts of the run, by id. */
function namesOf(run: Run): Map<string, string> {
  const listed = [...run.scans.map(({ account }) => account), ...run.accounts];
  return new Map(listed.map(({ id, name }) => [id, name]));
}
