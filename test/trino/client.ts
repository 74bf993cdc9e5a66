// Runs statements by Trino's REST protocol.
// https://trino.io/docs/476/develop/client-protocol.html
import { TrinoError } from './errors.ts';

export interface Answer {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** Rows that were read from files. */
  readonly read: number;
}

interface Page {
  readonly nextUri?: string;
  readonly columns?: readonly { readonly name: string }[];
  readonly data?: readonly (readonly unknown[])[];
  readonly error?: { readonly message: string; readonly errorName: string };
  readonly stats: { readonly processedRows: number };
}

export class TrinoClient {
  readonly #address: string;
  readonly #database: string;

  constructor(address: string, database: string) {
    this.#address = address;
    this.#database = database;
  }

  /**
   * Runs a query; one with parameters as a prepared statement, which is what Athena makes of it.
   * @throws TrinoError when Trino rejects it or fails
   */
  async run(sql: string, parameters: readonly string[] = []): Promise<Answer> {
    const values = parameters.map((value) => `'${value.replaceAll("'", "''")}'`);
    const headers: Record<string, string> = {
      'X-Trino-User': 'athena',
      'X-Trino-Catalog': 'awsdatacatalog',
      'X-Trino-Schema': this.#database,
      'X-Trino-Time-Zone': 'UTC',
      ...(values.length > 0 && { 'X-Trino-Prepared-Statement': `q=${encodeURIComponent(sql)}` }),
    };
    const body = values.length > 0 ? `EXECUTE q USING ${values.join(', ')}` : sql;
    let page = await this.#page(`${this.#address}/v1/statement`, { method: 'POST', body, headers });
    const data: (readonly unknown[])[] = [...(page.data ?? [])];
    let { columns = [] } = page;
    while (page.nextUri && !page.error) {
      page = await this.#page(page.nextUri, { headers });
      columns = page.columns ?? columns;
      data.push(...(page.data ?? []));
    }
    if (page.error) {
      throw new TrinoError(`${page.error.errorName}: ${page.error.message}`);
    }
    const rows = data.map((values) =>
      Object.fromEntries(columns.map(({ name }, index) => [name, values[index]])),
    );

    return { rows, read: page.stats.processedRows };
  }

  async #page(url: string, options: RequestInit): Promise<Page> {
    const response = await fetch(url, options);
    if (!response.ok) {
      throw new TrinoError(`${url} answered ${response.status}: ${await response.text()}`);
    }

    return (await response.json()) as Page;
  }
}
