// Athena in small: tables with partition projection over a folder that stands for
// S3, and DuckDB to run queries. It reads a table as Athena does: it projects the
// partitions, keeps those that the query's conditions on partition keys leave,
// and opens the files under their locations, and no others.
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { macros, translate, withParameters } from './dialect.ts';
import { locationOf, type Partition, projectedValues } from './projection.ts';
import { listed, rowsOf } from './serde.ts';
import { compares, conditionsOn, type Reading, readingsOf, valuesGiven } from './statement.ts';
import type { Table } from './tables.ts';

export interface Scan {
  /** Keys of the objects that were opened. */
  readonly files: readonly string[];
  /** What Athena would bill: the size of these objects. */
  readonly bytes: number;
}

export interface Answer extends Scan {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

interface Setting {
  readonly tables: readonly Table[];
  /** Holds a folder for each bucket. */
  readonly root: string;
  readonly now: Date;
}

interface File {
  readonly file: string;
  readonly partition: Partition;
}

export class Engine {
  readonly #connection: DuckDBConnection;
  readonly #setting: Setting;
  /** The table behind each table and view. */
  readonly #behind = new Map<string, Table>();

  private constructor(connection: DuckDBConnection, setting: Setting) {
    this.#connection = connection;
    this.#setting = setting;
  }

  static async open(setting: Setting): Promise<Engine> {
    const instance = await DuckDBInstance.create(':memory:');
    const engine = new Engine(await instance.connect(), setting);
    for (const macro of macros) {
      await engine.#connection.run(macro);
    }
    await engine.#connection.run('CREATE SCHEMA projected; CREATE SCHEMA opened');
    for (const table of setting.tables) {
      engine.#behind.set(table.Name, await engine.#tableBehind(table));
    }

    return engine;
  }

  /** Runs a query of Athena, with its execution parameters. */
  async run(sql: string, parameters: readonly string[] = []): Promise<Answer> {
    const bound = withParameters(sql, parameters);
    const files = await this.#filesByTable(bound);
    await this.#connection.run(`SET search_path = 'opened,main'`);
    for (const table of this.#setting.tables.filter(isExternal)) {
      await this.#connection.run(this.#viewOf(table, files.get(table.Name) ?? []));
    }
    await this.#createViews();
    const reader = await this.#connection.runAndReadAll(this.#translated(bound));

    return { ...this.#scanned(files), rows: reader.getRowObjectsJson() };
  }

  /** What a query would open, without running it. */
  async scan(sql: string): Promise<Scan> {
    return this.#scanned(await this.#filesByTable(sql));
  }

  /**
   * The partitions that Athena projects for a query before it lists files: all combinations of
   * the values that comparisons of the keys themselves leave.
   */
  async partitions(sql: string, parameters: readonly string[] = []): Promise<number> {
    const names = new Set(this.#behind.keys());
    const bound = this.#translated(withParameters(sql, parameters));
    let sum = 0;
    for (const reading of await readingsOf(this.#connection, bound, names)) {
      const { PartitionKeys = [] } = this.#behind.get(reading.table) as Table;
      const keys = new Set(PartitionKeys.map(({ Name }) => Name));
      const conditions = reading.conditions.filter((condition) => compares(condition, keys));
      sum += (await this.#partitionsOf({ ...reading, conditions })).length;
    }

    return sum;
  }

  close(): void {
    this.#connection.closeSync();
  }

  #translated(sql: string): string {
    return translate(sql, this.#setting.now);
  }

  async #filesByTable(sql: string): Promise<Map<string, File[]>> {
    const names = new Set(this.#behind.keys());
    const files = new Map<string, File[]>();
    for (const reading of await readingsOf(this.#connection, this.#translated(sql), names)) {
      const { Name } = this.#behind.get(reading.table) as Table;
      const found = [...(files.get(Name) ?? []), ...(await this.#filesOf(reading))];
      files.set(Name, [...new Map(found.map((each) => [each.file, each])).values()]);
    }

    return files;
  }

  #scanned(files: ReadonlyMap<string, readonly File[]>): Scan {
    const opened = [...files.values()].flat().map(({ file }) => file);

    return {
      files: opened.map((file) => path.relative(this.#setting.root, file)).sort(),
      bytes: opened.reduce((sum, file) => sum + statSync(file).size, 0),
    };
  }

  async #tableBehind(table: Table): Promise<Table> {
    if (isExternal(table)) {
      return table;
    }
    const names = new Set(this.#setting.tables.filter(isExternal).map(({ Name }) => Name));
    const [reading] = await readingsOf(this.#connection, definitionOf(table).originalSql, names);
    const found = this.#setting.tables.find(({ Name }) => Name === reading?.table);
    if (!found) {
      throw new Error(`the view ${table.Name} reads no table`);
    }

    return found;
  }

  /** The files that one reading of a table opens. */
  async #filesOf(reading: Reading): Promise<File[]> {
    const table = this.#behind.get(reading.table) as Table;
    const keys = (table.PartitionKeys ?? []).map(({ Name }) => Name);
    if (keys.length === 0) {
      const files = this.#listed(table.StorageDescriptor.Location ?? '');

      return files.map((file) => ({ file, partition: {} }));
    }

    return (await this.#partitionsOf(reading)).flatMap((partition) =>
      this.#listed(locationOf(table, partition)).map((file) => ({ file, partition })),
    );
  }

  /** The partitions that the conditions of one reading leave. */
  async #partitionsOf(reading: Reading): Promise<Partition[]> {
    const table = this.#behind.get(reading.table) as Table;
    const keys = (table.PartitionKeys ?? []).map(({ Name }) => Name);
    const given = Object.fromEntries(keys.map((key) => [key, valuesGiven(reading, key)]));
    const values = projectedValues(table, this.#setting.now, given);
    const sets = keys.map((key) => `(SELECT unnest(${listed(values.get(key) ?? [])}) AS "${key}")`);
    // The view over the table sees the partitions as if they were its rows.
    await this.#connection.run(`SET search_path = 'projected,main'`);
    await this.#connection.run(
      `CREATE OR REPLACE VIEW projected.${table.Name} AS SELECT * FROM ${sets.join(', ')}`,
    );
    if (reading.table !== table.Name) {
      const view = this.#setting.tables.find(({ Name }) => Name === reading.table) as Table;
      const { originalSql } = definitionOf(view);
      await this.#connection.run(`CREATE OR REPLACE VIEW projected.${view.Name} AS ${originalSql}`);
    }
    const columns = await this.#connection.runAndReadAll(`DESCRIBE projected.${reading.table}`);
    const known = new Set(columns.getRowsJson().map(([name]) => String(name)));
    const wanted = await conditionsOn(this.#connection, reading, known);
    const partitions = await this.#connection.runAndReadAll(
      `SELECT ${keys.map((key) => `"${key}"`).join(', ')} FROM projected.${reading.table} WHERE ${wanted}`,
    );

    return partitions.getRowObjectsJson() as Partition[];
  }

  #listed(location: string): string[] {
    const folder = path.join(this.#setting.root, location.replace('s3://', ''));
    if (!existsSync(folder)) {
      return [];
    }

    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name));
  }

  #viewOf(table: Table, files: readonly File[]): string {
    const keys = (table.PartitionKeys ?? []).map(({ Name }) => Name);
    const paths = files.map(({ file }) => file);
    const columns = keys.map(
      (key) =>
        `map(${listed(paths)}, ${listed(files.map(({ partition }) => partition[key] ?? ''))})`,
    );
    const added = keys.map(
      (key, index) => `CAST(${columns[index]}[filename] AS VARCHAR) AS "${key}"`,
    );

    return `CREATE OR REPLACE TABLE opened.${table.Name} AS
      SELECT * EXCLUDE (filename)${added.map((text) => `, ${text}`).join('')} FROM (${rowsOf(table, paths)})`;
  }

  async #createViews(): Promise<void> {
    for (const view of this.#setting.tables.filter((table) => !isExternal(table))) {
      const { originalSql } = definitionOf(view);
      await this.#connection.run(`CREATE OR REPLACE VIEW opened.${view.Name} AS ${originalSql}`);
    }
  }
}

const isExternal = ({ TableType }: Table): boolean => TableType === 'EXTERNAL_TABLE';

/** A view as Athena keeps it in the catalog. */
export interface ViewDefinition {
  readonly originalSql: string;
  readonly catalog: string;
  readonly schema: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

/** @throws when the text is not a view of Athena's */
export function definitionOf({ Name, ViewOriginalText = '' }: Table): ViewDefinition {
  const encoded = /^\/\* Presto View: (\S+) \*\/$/.exec(ViewOriginalText)?.[1];
  if (encoded === undefined) {
    throw new Error(`the view ${Name} is not written as Athena writes views`);
  }

  return JSON.parse(Buffer.from(encoded, 'base64').toString());
}
