/**
 * A page with other text between its markers, `<!-- NAME -->` and `<!-- /NAME -->`.
 *
 * @throws when the page has no such markers
 */
export function fill(page: string, name: string, text: string): string {
  const { start, end } = placeOf(page, name);
  return page.slice(0, start) + text + page.slice(end);
}

/**
 * What stands between the markers.
 *
 * @throws when the page has no such markers
 */
export function textIn(page: string, name: string): string {
  const { start, end } = placeOf(page, name);
  return page.slice(start, end);
}

function placeOf(page: string, name: string): { readonly start: number; readonly end: number } {
  const [open, close] = [`<!-- ${name} -->\n`, `<!-- /${name} -->`];
  const [start, end] = [page.indexOf(open), page.indexOf(close)];
  if (start < 0 || end < start) {
    throw new Error(`expected ${open.trim()} and ${close} in the page, got neither or one`);
  }
  return { start: start + open.length, end };
}
