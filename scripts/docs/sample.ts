// The output of a rehearsal in README.md: abridged, and checked for what it names. Pure.

/** A row of the closing table, and its lines. */
interface Row {
  readonly lines: readonly string[];
  /** `capability: it does something`, in one line. */
  readonly what: string;
}

/** Rows that come first: accounts, tasks and stacks. */
export const totals = 3;
const mostServices = 5;
const widths = { what: 84, result: 22 } as const;

/** What `npm run rehearse` printed, with one scenario of each capability and a few services. */
export function abridge(output: string): string {
  const lines = output.split('\n');
  const rows = rowsOf(output);
  const [scenarios, services] = [rows.slice(totals).filter(isScenario), rows.filter(isService)];
  const capabilities = new Set(scenarios.map(({ what }) => what.split(':')[0]));
  const chosen = [
    ...rows.slice(0, totals),
    ...[...capabilities].flatMap(
      (capability) => scenarios.find(({ what }) => what.startsWith(`${capability}: `)) ?? [],
    ),
    ...services.slice(0, mostServices),
  ];
  const more = `and ${rows.length - chosen.length} rows more, left out here`;
  return [
    '```',
    ...lines.filter((line) => line.startsWith('✔')),
    ...lines.filter((line) => line.startsWith('┌')),
    ...lines.filter((line) => /^│ {4}│ what /.test(line)),
    ...chosen.flatMap((row) => row.lines),
    `│ …  │ ${more.padEnd(widths.what)} │ ${''.padEnd(widths.result)} │`,
    ...lines.filter((line) => line.startsWith('└')),
    ...lines.filter((line) => line.startsWith('Everything holds')),
    '```',
    '',
  ].join('\n');
}

/** What a sample has to agree with. */
export interface Known {
  /** `capability: it does something` of each scenario. */
  readonly sentences: ReadonlySet<string>;
  /** How many scenarios are played. */
  readonly played: number;
  /** How many rows the whole table has. */
  readonly rows: number;
}

/** Why a sample is outdated. */
export function* staleIn(sample: string, known: Known): Generator<string> {
  const rows = rowsOf(sample);
  for (const { what } of rows.filter(isScenario)) {
    if (!known.sentences.has(what)) {
      yield `there is no scenario "${what}"`;
    }
  }
  const played = Number(/^✔ play (\d+) scenarios/m.exec(sample)?.[1]);
  if (played !== known.played) {
    yield `it plays ${played} scenarios, and there are ${known.played}`;
  }
  const more = Number(/and (\d+) rows more/.exec(sample)?.[1]);
  if (rows.length + more !== known.rows) {
    yield `it has ${rows.length} rows and ${more} more, and the table has ${known.rows}`;
  }
}

const isScenario = ({ what }: Row): boolean => / ?: it /.test(what);
const isService = ({ what }: Row): boolean => what.startsWith('coverage: ');

function rowsOf(output: string): Row[] {
  const rows: { lines: string[]; what: string }[] = [];
  for (const line of output.split('\n')) {
    const [, ok = '', what = ''] = /^│ (.{2}) │ (.*?) +│ .*│$/.exec(line) ?? [];
    const last = rows.at(-1);
    if (ok === 'ok' || ok === 'no') {
      rows.push({ lines: [line], what });
    } else if (ok === '  ' && last && what !== '') {
      last.lines.push(line);
      last.what += ` ${what}`;
    }
  }
  return rows;
}
