import { number } from '../format.ts';
import type { Content, Html } from '../html.ts';
import { html } from '../html.ts';

interface List {
  /** Of the element; letters and hyphens. */
  id: string;
  title: string;
  /** How much there is; the number of rows when absent. */
  count?: string;
  note?: Content;
  head: Content;
  rows: readonly Html[];
  /** How many rows are seen at first. */
  shown?: number;
}

/** A titled table; what is beyond its first rows is seen when asked for. */
export function list({ id, title, count, note, head, rows, shown = 10 }: List): Html {
  // A button that shows two more is not worth its place.
  const first = rows.length > shown + 2 ? shown : rows.length;
  return html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title} <span class="count">${count ?? number(rows.length)}</span></h2>
${note !== undefined && html`<p class="note">${note}</p>`}
<div class="scroll"><table><thead><tr>${head}</tr></thead>
<tbody>${rows.slice(0, first)}</tbody>
${first < rows.length && html`<tbody class="rest" hidden>${rows.slice(first)}</tbody>`}</table></div>
${
  first < rows.length &&
  html`<button type="button" class="more" aria-expanded="false">Show all ${number(rows.length)}</button>`
}
</section>`;
}
