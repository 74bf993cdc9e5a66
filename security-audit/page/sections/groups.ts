import { number } from '../format.ts';
import type { Group } from '../groups.ts';
import type { Content, Html } from '../html.ts';
import { html } from '../html.ts';
import { filterLink } from '../links.ts';
import { severities } from '../names.ts';
import { sum } from '../types.ts';
import { list } from './list.ts';

interface GroupTable {
  /** The filter that a row sets. */
  filter: 'account' | 'service' | 'control';
  title: string;
  note?: Content;
  groups: readonly Group[];
  /** What a group is called; its key when absent. */
  label?: (group: Group) => Content;
  /** More columns. */
  extra?: { head: Content; cell: (group: Group) => Content };
}

/** Findings by severity for each account, service or control; a row filters the table below. */
export function groupTable({ filter, title, note, groups, label, extra }: GroupTable): Html {
  const most = Math.max(1, ...groups.map(({ total }) => total));
  return list({
    ...{ id: `by-${filter}`, title, note },
    head: html`<th class="wide">${filter}<th><span class="hidden">Share</span>${heads}${extra?.head}`,
    rows: groups.map(
      (group) =>
        html`<tr class="link"><td class="wide"><a class="row" href="${filterLink({ [filter]: group.key })}">${label?.(group) ?? group.key}</a><td>${bar(group, most)}${cells(group)}${extra?.cell(group)}`,
    ),
  });
}

const heads = html`${['Critical', 'High', 'Medium', 'Low', 'Info'].map((name) => html`<th class="n">${name}`)}<th class="n">Total`;

function cells({ counts, total }: Group): Html[] {
  const numbers = [...severities.map((severity) => counts[severity]), total];
  return numbers.map((count) =>
    count === 0 ? html`<td class="n zero">0` : html`<td class="n">${number(count)}`,
  );
}

const barWidth = 120;

/** The same numbers as a picture: its parts are as long as there are findings. */
function bar({ counts }: Group, most: number): Html {
  const scale = barWidth / most;
  const parts = severities.map((severity, index) => {
    const before = sum(counts) - severities.slice(index).reduce((all, one) => all + counts[one], 0);
    return (
      counts[severity] > 0 &&
      html`<rect class="${severity}" x="${(before * scale).toFixed(1)}" width="${(counts[severity] * scale).toFixed(1)}" height="10"/>`
    );
  });
  return html`<svg class="bar" width="${barWidth}" height="10" aria-hidden="true">${parts}</svg>`;
}
