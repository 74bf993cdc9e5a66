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
  /** Why `npm run trial` does not ask, of an unverified row. */
  readonly trial?: string;
  /** The files besides the embedded AWS that rely on the row. */
  readonly templates?: readonly string[];
}

/** What AWS answered to a question of `npm run trial`, as docs/trial/ has it. */
export interface Observed {
  readonly row: string;
  readonly answer: 'yes' | 'no';
  readonly region: string;
  /** ISO 8601; its day is shown. */
  readonly date: string;
  /** The file with what AWS said, from the root. */
  readonly file: string;
}

/** What `npm run trial` has to do with the rows. */
export interface Trials {
  /** Row to the modules of the questions that decide it, from the root. */
  readonly questions: ReadonlyMap<string, readonly string[]>;
  readonly observed: readonly Observed[];
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

const observations = (row: EvidenceRow, { observed }: Trials): readonly Observed[] =>
  observed.filter((one) => one.row === row.id);

/** A row that AWS has answered is observed, whatever its table says. */
const statusOf = (row: EvidenceRow, trials: Trials): EvidenceRow['status'] =>
  row.status === 'unverified' && observations(row, trials).length > 0 ? 'observed' : row.status;

/** What AWS has answered, else who asks, else why nothing does. */
function asking(row: EvidenceRow, trials: Trials): string {
  const seen = observations(row, trials).map(
    (one) =>
      `AWS: ${one.answer}, in ${one.region} on ${one.date.slice(0, 10)} (${file(one.file)}).`,
  );
  if (seen.length > 0) {
    return seen.join(' ');
  }
  const asked = (trials.questions.get(row.id) ?? []).map(file);
  return asked.length > 0
    ? `Asked by npm run trial: ${asked.join(', ')}`
    : row.trial
      ? `Not asked: ${row.trial}`
      : '';
}

function line(
  row: EvidenceRow,
  modules: ReadonlyMap<string, readonly string[]>,
  trials: Trials,
): string {
  const users = [...(modules.get(row.id) ?? []), ...(row.templates ?? [])];
  const claim = [row.claim, side(row), asking(row, trials)].filter(Boolean).join('<br>');
  const sources = (row.sources ?? []).map(linked).join('<br>') || 'none';
  return `| \`${row.id}\` | ${statusOf(row, trials)} | ${cell(claim)} | ${cell(sources)} | ${users.map(file).join('<br>')} |`;
}

/**
 * The page, with the unverified rows first.
 *
 * @param modules Row to the modules of the embedded AWS that name it.
 */
export function evidencePage(
  areas: readonly EvidenceArea[],
  modules: ReadonlyMap<string, readonly string[]>,
  trials: Trials,
): string {
  const rows = areas.flatMap((area) => area.rows);
  const count = (status: EvidenceRow['status']): number =>
    rows.filter((row) => statusOf(row, trials) === status).length;
  const table = (of: readonly EvidenceRow[]): string[] => [
    '| row | status | what the embedded AWS does | sources | relied on by |',
    '| --- | --- | --- | --- | --- |',
    ...of.map((row) => line(row, modules, trials)),
    '',
  ];
  const open = rows.filter((row) => statusOf(row, trials) === 'unverified');
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
    '[`npm run trial`](../trial/README.md) asks AWS.',
    '',
    ...table(open),
    ...areas.flatMap(({ name, rows: own }) => {
      const proven = own.filter((row) => statusOf(row, trials) !== 'unverified');
      return proven.length > 0 ? [`## ${name}`, '', ...table(proven)] : [];
    }),
  ].join('\n');
}
