// What a query asks of the partition keys, from DuckDB's own parse of it.
import type { DuckDBConnection } from '@duckdb/node-api';

type Node = { [key: string]: unknown };

/** One place where a query reads a table, with what it asks there. */
export interface Reading {
  readonly table: string;
  /** The conditions that are joined by AND. */
  readonly conditions: readonly Node[];
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/** Everywhere that a query reads one of the tables. */
export async function readingsOf(
  connection: DuckDBConnection,
  sql: string,
  tables: ReadonlySet<string>,
): Promise<Reading[]> {
  const statement = await parse(connection, sql);

  return nodesOf(statement)
    .filter(({ type }) => type === 'SELECT_NODE')
    .flatMap((select) =>
      sourcesOf(select.from_table)
        .filter((table) => tables.has(table))
        .map((table) => ({ table, conditions: conjuncts(select.where_clause) })),
    );
}

/** The conditions on nothing but some columns, as SQL. */
export async function conditionsOn(
  connection: DuckDBConnection,
  { conditions }: Reading,
  columns: ReadonlySet<string>,
): Promise<string> {
  const own = conditions.filter((condition) => {
    const named = columnsOf(condition);

    return named.length > 0 && named.every((name) => columns.has(name));
  });
  const statement = (await parse(connection, 'SELECT 1 WHERE true')) as {
    statements: { node: Node }[];
  };
  const [only] = statement.statements;
  if (!only || own.length === 0) {
    return 'true';
  }
  only.node.where_clause = {
    class: 'CONJUNCTION',
    type: 'CONJUNCTION_AND',
    alias: '',
    children: own,
  };
  const text = await scalar(connection, 'SELECT json_deserialize_sql(?::JSON)', statement);

  return text.replace(/^SELECT 1 WHERE /, '');
}

/** Whether a condition compares one of some columns itself, and not something made of it. */
export const compares = ({ left, input, children }: Node, columns: ReadonlySet<string>): boolean =>
  [left, input, Array.isArray(children) ? children[0] : undefined].some(
    (node) => isNode(node) && node.type === 'COLUMN_REF' && columns.has(columnsOf(node).join()),
  );

/** The values that `column = '...'` and `column IN (...)` allow. */
export function valuesGiven({ conditions }: Reading, column: string): string[] {
  return conditions.flatMap((condition) => {
    const [first, ...others] =
      condition.type === 'COMPARE_EQUAL'
        ? [condition.left, condition.right]
        : condition.type === 'COMPARE_IN'
          ? (condition.children as unknown[])
          : [];
    if (!isNode(first) || columnsOf(first).join() !== column) {
      return [];
    }

    return others.filter(isNode).map((other) => String((other.value as Node | undefined)?.value));
  });
}

/** @throws when the text is not a query */
async function parse(connection: DuckDBConnection, sql: string): Promise<Node> {
  const text = await scalar(connection, 'SELECT json_serialize_sql(?)', sql);
  // Places in the text can be 2^64 - 1, which a number of JavaScript is not.
  const statement = JSON.parse(text.replaceAll(/"query_location":\d+/g, '"query_location":0'));
  if (statement.error) {
    throw new Error(`${statement.error_message}: ${sql}`);
  }

  return statement;
}

async function scalar(
  connection: DuckDBConnection,
  sql: string,
  argument: string | Node,
): Promise<string> {
  const text = typeof argument === 'string' ? argument : JSON.stringify(argument);
  const quoted = `'${text.replaceAll("'", "''")}'`;
  const reader = await connection.runAndReadAll(sql.replace('?', () => quoted));

  return String(reader.getRowsJson()[0]?.[0]);
}

function nodesOf(value: unknown): Node[] {
  if (Array.isArray(value)) {
    return value.flatMap(nodesOf);
  }

  return isNode(value) ? [value, ...Object.values(value).flatMap(nodesOf)] : [];
}

/** The tables of a FROM clause, without those of its sub-queries. */
function sourcesOf(from: unknown): string[] {
  if (!isNode(from)) {
    return [];
  }

  return from.type === 'JOIN'
    ? [...sourcesOf(from.left), ...sourcesOf(from.right)]
    : from.type === 'BASE_TABLE'
      ? [String(from.table_name)]
      : [];
}

function conjuncts(where: unknown): Node[] {
  if (!isNode(where)) {
    return [];
  }

  return where.type === 'CONJUNCTION_AND' ? (where.children as Node[]).flatMap(conjuncts) : [where];
}

const columnsOf = (value: unknown): string[] =>
  nodesOf(value)
    .filter(({ type }) => type === 'COLUMN_REF')
    .map(({ column_names }) => (column_names as string[]).join('.').toLowerCase());
