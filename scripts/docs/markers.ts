/**
 * A page with other text between its markers, `<!-- NAME -->` and `<!-- /NAME -->`.
 *
 * @throws when the page has no such markers
 */
export function fill(page: string, name: string, text: string): string {
  const [open, close] = [`<!-- ${name} -->\n`, `<!-- /${name} -->`];
  const [start, end] = [page.indexOf(open), page.indexOf(close)];
  if (start < 0 || end < start) {
    throw new Error(`expected ${open.trim()} and ${close} in the page, got neither or one`);
  }

  return page.slice(0, start + open.length) + text + page.slice(end);
}
