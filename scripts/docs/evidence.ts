// docs/evidence.md: what the embedded AWS grants or assumes beyond an API model,
// how sure it is, and who relies on it. Pure: rows and code in, text out.

/** A row of rehearsal/embedded-aws/evidence/*.yml. */
export interface EvidenceRow {
  readonly id: string;
  readonly claim: string;
  readonly status: 'documented' | 'observed' | 'unverified';
  readonly sources?: readonly string[];
  /** Which side the embedded AWS takes while the answer is unknown. */
  readonly refuses?: string;
  /** The test that shows that the templates work whatever AWS answers. */
  readonly 'both-ways'?: string;
  /** The files besides the embedded AWS that rely on the row. */
  readonly templates?: readonly string[];
}

/** One table of rows, named after its file. */
export interface EvidenceArea {
  readonly name: string;
  readonly rows: readonly EvidenceRow[];
}

/** Which of the rows a module names, in a decorator or in a table. */
export function namedIn(code: string, ids: readonly string[]): string[] {
  return ids.filter((id) => code.includes(`"${id}"`));
}

const linked = (source: string): string => (/^https?:/.test(source) ? `<${source}>` : source);

const file = (path: string): string => `[${path}](../${path})`;

const cell = (text: string): string => text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').trim();

function side(row: EvidenceRow): string {
  const shown = row['both-ways'] ? `Works both ways: ${file(row['both-ways'])}` : '';
  return [row.refuses ?? '', shown].filter(Boolean).join(' ');
}

function line(row: EvidenceRow, modules: ReadonlyMap<string, readonly string[]>): string {
  const users = [...(modules.get(row.id) ?? []), ...(row.templates ?? [])];
  const claim = [row.claim, side(row)].filter(Boolean).join('<br>');
  const sources = (row.sources ?? []).map(linked).join('<br>') || 'none';
  return `| \`${row.id}\` | ${row.status} | ${cell(claim)} | ${cell(sources)} | ${users.map(file).join('<br>')} |`;
}

/**
 * The page, with the unverified rows first.
 *
 * @param modules Row to the modules of the embedded AWS that name it.
 */
export function evidencePage(
  areas: readonly EvidenceArea[],
  modules: ReadonlyMap<string, readonly string[]>,
): string {
  const rows = areas.flatMap((area) => area.rows);
  const count = (status: EvidenceRow['status']): number =>
    rows.filter((row) => row.status === status).length;
  const table = (of: readonly EvidenceRow[]): string[] => [
    '| row | status | what the embedded AWS does | sources | relied on by |',
    '| --- | --- | --- | --- | --- |',
    ...of.map((row) => line(row, modules)),
    '',
  ];
  const open = rows.filter((row) => row.status === 'unverified');
  return [
    '# Evidence',
    '',
    'What the embedded AWS grants or assumes beyond an API model. `npm run docs` writes this page from',
    '`rehearsal/embedded-aws/evidence/`; a test fails where code grants without a row.',
    '',
    `${rows.length} rows: ${count('documented')} documented by AWS, ${count('observed')} observed on AWS, ${count('unverified')} unverified.`,
    '',
    '## Unverified',
    '',
    'No public source has the answer. The embedded AWS takes the refusing side, or a test shows that the templates work either way.',
    '',
    ...table(open),
    ...areas.flatMap(({ name, rows: own }) => {
      const proven = own.filter((row) => row.status !== 'unverified');
      return proven.length > 0 ? [`## ${name}`, '', ...table(proven)] : [];
    }),
  ].join('\n');
}
