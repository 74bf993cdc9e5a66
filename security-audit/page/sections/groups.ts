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
  /** Whether no finding says nothing of a group. */
  unknown?: (group: Group) => boolean;
  /** More columns. */
  extra?: { head: Content; cell: (group: Group) => Content };
}

/** Findings by severity for each account, service or control; a row filters the table below. */
export function groupTable(table: GroupTable): Html {
  const { filter, title, note, groups, label, unknown, extra } = table;
  const most = Math.max(1, ...groups.map(({ total }) => total));
  return list({
    ...{ id: `by-${filter}`, title, note },
    head: html`<th class="wide">${filter}<th class="share"><span class="hidden">Share</span>${heads}${extra?.head}`,
    rows: groups.map(
      (group) =>
        html`<tr class="link"><td class="wide"><a class="row" href="${filterLink({ [filter]: group.key })}">${label?.(group) ?? group.key}</a><td>${bar(group, most)}${cells(group, unknown?.(group) ?? false)}${extra?.cell(group)}`,
    ),
  });
}

const heads = html`${severities.map((name) => html`<th class="n mark ${name}">${name.replace('rmational', '')}`)}<th class="n">Total`;

function cells({ counts, total }: Group, unknown: boolean): Html[] {
  const numbers = [...severities.map((severity) => counts[severity]), total];
  return numbers.map((count) =>
    count === 0
      ? html`<td class="n zero">${unknown && total === 0 ? '–' : 0}`
      : html`<td class="n">${number(count)}`,
  );
}

/** In units of the picture, which is as wide as its column. */
const barWidth = 1000;

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
  return html`<svg class="bar" viewBox="0 0 ${barWidth} 10" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>`;
}
