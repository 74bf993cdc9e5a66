// Where DuckDB's SQL differs from Athena's, which is Trino's: no more than the
// saved queries and the views use. Whatever is not here is the same in both.
// https://trino.io/docs/current/functions.html

/** Functions of Trino that DuckDB calls otherwise. */
export const macros = [
  `CREATE MACRO json_extract_scalar(document, place) AS json_extract_string(document, place)`,
  // Formats such as %Y/%m/%d mean the same.
  `CREATE MACRO from_unixtime(seconds) AS to_timestamp(seconds)`,
  `CREATE MACRO regexp_like(written, pattern) AS regexp_matches(written, pattern)`,
  `CREATE MACRO date_format(moment, pattern) AS strftime(moment, pattern)`,
  // Every time is UTC here, so that it needs no zone.
  `CREATE MACRO from_iso8601_timestamp(written) AS CAST(rtrim(written, 'Z') AS TIMESTAMP)`,
];

/** A query with its parameters in place, as far as they are given: a period decides on partitions. */
export function withParameters(sql: string, parameters: readonly string[]): string {
  const left = [...parameters];

  return sql.replaceAll(/--[^\n]*|'(?:''|[^'])*'|\?/g, (token) => {
    const value = token === '?' ? left.shift() : undefined;

    return value === undefined ? token : `'${value.replaceAll("'", "''")}'`;
  });
}

/** A query of Athena as DuckDB understands it, at a given moment. */
export function translate(sql: string, now: Date): string {
  const moment = `TIMESTAMP '${now.toISOString().slice(0, 19).replace('T', ' ')}'`;

  return withFilters(sql.replaceAll(/\bcurrent_timestamp\b/gi, moment));
}

/** any_match, which DuckDB has not, also one inside of another. */
function withFilters(sql: string): string {
  const name = 'any_match(';
  const start = sql.indexOf(name);
  if (start < 0) {
    return sql;
  }
  const end = closing(sql, start + name.length);
  const inner = withFilters(sql.slice(start + name.length, end));
  const lambda = /^([\s\S]*?),\s*(\w+) -> ([\s\S]*)$/.exec(inner);
  if (!lambda) {
    throw new Error(`any_match has no lambda: ${inner}`);
  }
  const [, list, item, condition] = lambda;

  return (
    sql.slice(0, start) +
    `(len(list_filter(${list}, lambda ${item}: ${condition})) > 0)` +
    withFilters(sql.slice(end + 1))
  );
}

/** Where the parenthesis closes that is open at a place; none stands in a text here. */
function closing(sql: string, from: number): number {
  let depth = 1;
  for (let index = from; index < sql.length; index += 1) {
    depth += Number(sql[index] === '(') - Number(sql[index] === ')');
    if (depth === 0) {
      return index;
    }
  }
  throw new Error(`a parenthesis is not closed: ${sql.slice(from)}`);
}

/** The type of a column: Hive's name of it as DuckDB's. */
export function typeOf(hive: string, rename: (field: string) => string = same): string {
  const generic = /^(struct|array|map)<(.*)>$/.exec(hive);
  if (!generic) {
    return ({ string: 'VARCHAR', int: 'INTEGER', bigint: 'BIGINT' } as Record<string, string>)[
      hive
    ] as string;
  }
  const [, kind, inner = ''] = generic;
  const parts = split(inner);
  if (kind === 'struct') {
    const fields = parts.map((part) => {
      const colon = part.indexOf(':');

      return `"${rename(part.slice(0, colon))}" ${typeOf(part.slice(colon + 1), rename)}`;
    });

    return `STRUCT(${fields.join(', ')})`;
  }
  const types = parts.map((part) => typeOf(part, rename));

  return kind === 'array' ? `${types[0]}[]` : `MAP(${types.join(', ')})`;
}

/** The type of a column in a view: Hive's name of it as Trino's. */
export function trinoTypeOf(hive: string): string {
  const generic = /^(struct|array|map)<(.*)>$/.exec(hive);
  if (!generic) {
    return ({ string: 'varchar', int: 'integer', bigint: 'bigint' } as Record<string, string>)[
      hive
    ] as string;
  }
  const [, kind, inner = ''] = generic;
  const parts = split(inner);
  if (kind === 'struct') {
    const fields = parts.map((part) => {
      const colon = part.indexOf(':');

      return `${part.slice(0, colon)} ${trinoTypeOf(part.slice(colon + 1))}`;
    });

    return `row(${fields.join(', ')})`;
  }

  return `${kind}(${parts.map(trinoTypeOf).join(', ')})`;
}

const same = (name: string): string => name;

/** At the commas that are not inside of < and >. */
function split(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const [index, letter] of [...text].entries()) {
    depth += Number(letter === '<') - Number(letter === '>');
    if (letter === ',' && depth === 0) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }

  return [...parts, text.slice(start)];
}
