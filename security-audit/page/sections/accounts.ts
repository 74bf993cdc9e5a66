import type { Run, Scan } from '../../types.ts';
import type { Coverage } from '../coverage.ts';
import { lastScans, scanKey } from '../coverage.ts';
import type { Group } from '../groups.ts';
import type { Html } from '../html.ts';
import { html } from '../html.ts';
import { fileLabel, fileLink } from '../links.ts';
import { toolNames } from '../names.ts';
import { accountName } from './gaps.ts';
import { groupTable } from './groups.ts';

/** Findings of each account, whether it was scanned, and the reports of its scans. */
export function accounts(
  run: Run,
  coverage: Coverage,
  groups: readonly Group[],
  names: ReadonlyMap<string, string>,
): Html {
  const scans = lastScans(run);
  const scanOf = (key: string) => (tool: Run['tools'][number]) =>
    scans.get(scanKey(key, tool.name));
  const label = ({ key }: Group) => {
    const some = run.tools.map(scanOf(key)).some((scan) => scan?.status === 'scanned');
    const tag = some ? 'scanned in part' : 'not scanned';
    return html`${accountName({ id: key, name: names.get(key) ?? '' })} ${
      !coverage.scanned.has(key) && html`<span class="tag">${tag}</span>`
    }`;
  };
  const reports = ({ key }: Group) => run.tools.map(scanOf(key)).map(reportsOf);
  return groupTable({
    filter: 'account',
    title: 'By account',
    groups,
    label,
    unknown: ({ key }) => !coverage.scanned.has(key),
    extra: {
      head: html`<th class="reports">Reports`,
      cell: (group) => html`<td class="reports">${reports(group)}`,
    },
  });
}

/** Links to what the tool itself wrote; files in folders below are behind "more". */
function reportsOf(scan: Scan | undefined): Html | undefined {
  const files = scan?.files.map((path) => ({
    label: fileLabel(path),
    link: fileLink(path),
    inner: path.split('/').length > 4,
  }));
  if (scan === undefined || files === undefined || files.length === 0) {
    return undefined;
  }
  const links = (inner: boolean) =>
    files
      .filter((file) => file.inner === inner && file.link !== undefined)
      .map(({ label, link }) => html`<a href="${link}">${label}</a> `);
  const more = links(true);
  return html`<div>${toolNames[scan.tool]}: ${links(false)}${
    more.length > 0 && html`<details><summary>${more.length} more</summary>${more}</details>`
  }</div>`;
}
