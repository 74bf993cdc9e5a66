/**
 * A link from the page to a file of a scan; undefined for a path that would lead out of the output
 * folder. Every segment is encoded, so that none can be a scheme, a host or a query.
 */
export function fileLink(path: string): string | undefined {
  const segments = path.toWellFormed().split('/');
  const leadsOut = segments.some((segment) => ['', '.', '..'].includes(segment));
  return leadsOut ? undefined : segments.map(encodeURIComponent).join('/');
}

/** A link that sets one filter of the table and clears the others. */
export function filterLink(filter: Readonly<Record<string, string>>): string {
  return `#${new URLSearchParams(filter)}`;
}

const formats: readonly [ending: string, name: string][] = [
  ['.ocsf.json', 'OCSF'],
  ['.html', 'HTML'],
  ['.csv', 'CSV'],
  ['.log', 'log'],
];

/** A report in `<account>/<tool>/<date>/` is called by its format, one in a folder below by its name. */
export function fileLabel(path: string): string {
  const inner = path.split('/').slice(3);
  const format = formats.find(([ending]) => path.endsWith(ending));
  return inner.length === 1 && format ? format[1] : inner.join('/') || path;
}

export function isLog(path: string): boolean {
  return path.endsWith('.log');
}
