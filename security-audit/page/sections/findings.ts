import type { Choice } from '../browser/view.ts';
import { choices, columns } from '../browser/view.ts';
import type { Coverage } from '../coverage.ts';
import type { Html } from '../html.ts';
import { html } from '../html.ts';
import { severities } from '../names.ts';
import { headline } from './verdict.ts';

const labels: Record<Choice, string> = {
  account: 'Account',
  service: 'Service',
  region: 'Region',
  tool: 'Tool',
  control: 'Control',
  change: 'Since the last run',
};

/** The filters, and the table that the script fills. */
export function findings(coverage: Coverage): Html {
  return html`<section id="findings" aria-labelledby="findings-title">
<h2 id="findings-title" tabindex="-1">Findings</h2>
<noscript><p class="problem">The table of findings needs JavaScript.</p></noscript>
<form id="filters" aria-label="Filters" autocomplete="off">
<fieldset><legend>Severity</legend>${severities.map(
    (name) =>
      html`<label class="${name}"><input type="checkbox" name="severity" value="${name}"> ${name}</label>`,
  )}</fieldset>
<label class="text">Text <input type="search" name="text" placeholder="check, resource, account …"></label>
${choices.map(
  (name) =>
    html`<label>${labels[name]} <select name="${name}"><option value="">any</option></select></label>`,
)}
<button type="reset">Clear filters</button>
</form>
<p class="status"><output id="matches" for="filters" aria-live="polite">Reading the findings …</output> <span class="note">${headline(coverage)}.</span></p>
<div class="scroll"><table id="table"><caption class="hidden">Findings that match the filters</caption>
<thead><tr>${columns.map(
    (name) =>
      html`<th scope="col"><button type="button" data-sort="${name}">${name === 'check' ? 'failed check' : name}</button>`,
  )}<th scope="col">Controls</tr></thead><tbody></tbody></table></div>
<nav class="pages" aria-label="Pages of the table"><button type="button" data-step="-1">Previous</button> <span id="place"></span> <button type="button" data-step="1">Next</button></nav>
</section>`;
}
