import { severities, toolNames } from '../names.ts';
import { find, number } from './dom.ts';
import type { Packed } from './packed.ts';
import type { Choice, View } from './view.ts';
import { choices } from './view.ts';

type Offer = [value: string, label: string, count: number];

/** Fills the options with the existing values, each with its number of findings. */
export function fillFilters(form: HTMLFormElement, data: Packed): void {
  const offered = optionsOf(data);
  for (const choice of choices) {
    const options = offered[choice].map(
      ([value, label, count]) => new Option(`${label} (${number(count)})`, value),
    );
    selectOf(form, choice).append(...options);
  }
}

function optionsOf(data: Packed): Record<Choice, Offer[]> {
  const ofKind = tally(data.kind, data.kinds.length);
  const countKinds = (test: (kind: Packed['kinds'][number]) => boolean) =>
    data.kinds.reduce((all, kind, index) => all + (test(kind) ? (ofKind[index] ?? 0) : 0), 0);
  const ofAccount = tally(data.account, data.accounts.length);
  const ofRegion = tally(data.region, data.regions.length);
  const changed = (letter: string) => data.change.split(letter).length - 1;
  const tools = [...new Set(data.kinds.map(({ tool }) => tool))].sort();
  return {
    account: data.accounts.map(([id, name], at) => [
      id,
      `${name} ${id}`.trim(),
      ofAccount[at] ?? 0,
    ]),
    region: data.regions.map((name, at) => [name, name, ofRegion[at] ?? 0]),
    service: data.services.map((name, at) => [
      name,
      name,
      countKinds(({ service }) => service === at),
    ]),
    control: data.controls.map((name, at) => [
      name,
      name,
      countKinds(({ controls }) => controls.includes(at)),
    ]),
    tool: tools.map((name) => [name, toolNames[name], countKinds(({ tool }) => tool === name)]),
    change: [
      ['new', 'new', changed('n')],
      ['seen', 'seen before', changed('s')],
      ['-', 'not comparable', changed('-')],
    ],
  };
}

function tally(column: readonly number[], size: number): number[] {
  const counts = new Array<number>(size).fill(0);
  for (const place of column) {
    counts[place] = (counts[place] ?? 0) + 1;
  }
  return counts;
}

/** Shows a view in the form; an unknown value is added to the options, with its count of zero. */
export function showFilters(form: HTMLFormElement, view: View): void {
  for (const name of severities) {
    find<HTMLInputElement>(`[value="${name}"]`, form).checked = view.severity.includes(name);
  }
  find<HTMLInputElement>('[name="text"]', form).value = view.text;
  for (const choice of choices) {
    const select = selectOf(form, choice);
    select.value = view[choice];
    if (select.selectedIndex === -1) {
      select.append(new Option(`${view[choice]} (0)`, view[choice], false, true));
    }
  }
}

/** The view that the form selects, in the current order. */
export function readFilters(form: HTMLFormElement, view: View): View {
  const given = new FormData(form);
  const read = { ...view, severity: given.getAll('severity').map(String), page: 1 };
  for (const name of ['text', ...choices] as const) {
    read[name] = String(given.get(name) ?? '');
  }
  return read;
}

function selectOf(form: HTMLFormElement, choice: Choice): HTMLSelectElement {
  return find<HTMLSelectElement>(`[name="${choice}"]`, form);
}
