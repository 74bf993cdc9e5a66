import { severities, toolNames } from '../names.ts';
import { element, number } from './dom.ts';
import type { Packed } from './packed.ts';

/** Beyond this many controls a row shows the others when asked. */
const controlsSeen = 3;

/** A row of the table; texts are data and stay text. */
export function drawRow(data: Packed, row: number): HTMLElement {
  const place = (column: 'kind' | 'account' | 'region' | 'resource') => data[column][row] ?? -1;
  const kind = data.kinds[place('kind')];
  const [id = '', name = ''] = data.accounts[place('account')] ?? [];
  const severity = severities[kind?.severity ?? -1] ?? '';
  const fresh = data.change[row] === 'n' ? [element('span', 'tag new', 'new')] : [];
  return element(
    'tr',
    '',
    element('td', '', element('span', `severity ${severity}`, severity), ' ', ...fresh),
    element('td', 'wide', kind?.title ?? '', ' ', element('small', 'code', kind?.check ?? '')),
    element('td', 'wide code', data.resources[place('resource')] ?? ''),
    element('td', '', name || id, ' ', element('small', '', name === '' ? '' : id)),
    element('td', '', data.regions[place('region')] ?? ''),
    element('td', '', data.services[kind?.service ?? -1] ?? ''),
    element('td', '', kind ? toolNames[kind.tool] : ''),
    element('td', 'controls', ...controls((kind?.controls ?? []).map((at) => data.controls[at]))),
  );
}

function controls(names: (string | undefined)[]): (Node | string)[] {
  const all = names.flatMap((name) => [element('span', 'control', name ?? ''), ' ']);
  const others = names.length - controlsSeen;
  if (others <= 0) {
    return all;
  }
  const summary = element('summary', '', `${number(others)} more`);
  const seen = 2 * controlsSeen;
  return [...all.slice(0, seen), element('details', '', summary, ...all.slice(seen))];
}
