import { element, find, number } from './dom.ts';
import { fillFilters, readFilters, showFilters } from './filters.ts';
import type { Packed } from './packed.ts';
import { unpack } from './packed.ts';
import { query } from './query.ts';
import { drawRow } from './rows.ts';
import type { Column, View } from './view.ts';
import { columns, formatView, isFiltered, parseView } from './view.ts';

/** Rows of one page: more would only be slower to read. */
const pageRows = 100;

const form = find<HTMLFormElement>('#filters');
const heading = find<HTMLElement>('#findings-title');
const matches = find<HTMLOutputElement>('#matches');

function start(data: Packed): void {
  let view = parseView(location.hash);
  const show = (wanted: View) => {
    view = draw(data, wanted);
  };
  // Not a history entry for each letter: the address is updated in any case.
  const set = (wanted: View) => {
    show(wanted);
    history.replaceState(null, '', `#${formatView(view)}`);
  };
  fillFilters(form, data);
  form.addEventListener('input', () => set(readFilters(form, view)));
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', (event) => {
    event.preventDefault();
    set(parseView(''));
  });
  onClick('[data-sort]', (button) => set(sortedBy(view, button.dataset['sort'] as Column)));
  onClick('[data-step]', (button) => {
    set({ ...view, page: view.page + Number(button.dataset['step']) });
    heading.scrollIntoView();
  });
  addEventListener('hashchange', () => {
    show(parseView(location.hash));
    goToFindings();
  });
  document.addEventListener('click', ({ target }) => {
    const link = target instanceof Element && target.closest<HTMLAnchorElement>('a[href^="#"]');
    // The address does not change, so there is no other event for this click.
    if (link && link.hash === location.hash) {
      goToFindings();
    }
  });
  show(view);
  if (isFiltered(view)) {
    heading.scrollIntoView();
  }
}

/** Scrolls to the table, and moves the keyboard focus. */
function goToFindings(): void {
  heading.scrollIntoView();
  heading.focus({ preventScroll: true });
}

/** Draws a view, and shows the number of its page. */
function draw(data: Packed, view: View): View {
  const found = query(data, view);
  const pages = Math.max(1, Math.ceil(found.length / pageRows));
  const page = Math.min(view.page, pages);
  const from = (page - 1) * pageRows;
  const rows = found.slice(from, from + pageRows);
  find('#table tbody').replaceChildren(...rows.map((row) => drawRow(data, row)));
  showFilters(form, view);
  showOrder(view);
  matches.value = `${number(found.length)} of ${number(data.kind.length)} findings`;
  find('#place').textContent =
    found.length === 0
      ? 'No finding matches'
      : `${number(from + 1)}–${number(from + rows.length)} of ${number(found.length)}`;
  find<HTMLButtonElement>('[data-step="-1"]').disabled = page === 1;
  find<HTMLButtonElement>('[data-step="1"]').disabled = page === pages;
  return { ...view, page };
}

/** Reverses the order of a sorted column; severity begins with the worst. */
function sortedBy(view: View, sort: Column): View {
  const descending = view.sort === sort ? !view.descending : sort === 'severity';
  return { ...view, sort, descending, page: 1 };
}

function showOrder({ sort, descending }: View): void {
  for (const column of columns) {
    const header = find(`[data-sort="${column}"]`).closest('th');
    const order = descending ? 'descending' : 'ascending';
    header?.setAttribute('aria-sort', column === sort ? order : 'none');
  }
}

function onClick(selector: string, act: (button: HTMLButtonElement) => void): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>(selector)) {
    button.addEventListener('click', () => act(button));
  }
}

onClick('.more', (button) => {
  const rest = find<HTMLElement>('.rest', button.closest('section') ?? document);
  rest.hidden = !rest.hidden;
  button.setAttribute('aria-expanded', String(!rest.hidden));
  const count = button.textContent.replace(/^\D+/, '');
  button.textContent = rest.hidden ? `Show all ${count}` : `Show fewer than ${count}`;
});

unpack(find('#data').textContent)
  .then(start)
  .catch((error: unknown) => {
    matches.replaceChildren(element('span', 'problem', `The findings can't be shown: ${error}`));
  });
