// Partition projection, from the properties of a table.
// https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html
import type { Table } from './tables.ts';

export type Partition = Readonly<Record<string, string>>;

/** An injected column that a query does not give: Athena refuses the query. */
export class ConstraintViolation extends Error {
  override name = 'ConstraintViolation';
}

/**
 * The values that each partition key of a table can have; its partitions are all combinations.
 * @param given the values of injected columns that the query names
 * @throws ConstraintViolation when it names none
 */
export function projectedValues(
  table: Table,
  now: Date,
  given: Readonly<Record<string, readonly string[]>> = {},
): Map<string, readonly string[]> {
  if (table.Parameters['projection.enabled'] !== 'true') {
    throw new Error(`${table.Name} has no projection`);
  }

  return new Map(
    (table.PartitionKeys ?? []).map(({ Name }) => [
      Name,
      valuesOf(table, Name, now, given[Name] ?? []),
    ]),
  );
}

/** Where the files of a partition are. */
export function locationOf(table: Table, partition: Partition): string {
  const template = required(table, 'storage.location.template');
  for (const { Name } of table.PartitionKeys ?? []) {
    if (!template.includes(`\${${Name}}`)) {
      throw new Error(`storage.location.template of ${table.Name} lacks \${${Name}}`);
    }
  }

  return template.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => {
    const value = partition[name];
    if (value === undefined) {
      throw new Error(
        `storage.location.template of ${table.Name} has \${${name}}, no partition key`,
      );
    }

    return value;
  });
}

function valuesOf(
  table: Table,
  column: string,
  now: Date,
  given: readonly string[],
): readonly string[] {
  const type = required(table, `projection.${column}.type`);
  switch (type) {
    case 'enum':
      return required(table, `projection.${column}.values`).split(',');
    case 'date':
      return datesOf(table, column, now);
    case 'injected':
      if (given.length === 0) {
        throw new ConstraintViolation(
          `For the injected projected partition column ${column}, the WHERE clause must contain ` +
            'only static equality conditions, and at least one such condition must be present',
        );
      }
      return given;
    default:
      throw new Error(`projection.${column}.type of ${table.Name} is ${type}`);
  }
}

function datesOf(table: Table, column: string, now: Date): string[] {
  const range = required(table, `projection.${column}.range`);
  const days = /^NOW-(\d+)DAYS,NOW$/.exec(range)?.[1];
  const unit = required(table, `projection.${column}.interval.unit`);
  const interval = required(table, `projection.${column}.interval`);
  if (days === undefined || unit !== 'DAYS' || interval !== '1') {
    throw new Error(`${table.Name} projects ${column} by ${range}, ${interval} ${unit}`);
  }
  const format = required(table, `projection.${column}.format`);

  return Array.from({ length: Number(days) + 1 }, (_, index) =>
    formatted(new Date(now.getTime() - index * 86_400_000), format),
  );
}

/** java.time.format.DateTimeFormatter, as far as formats here go: yyyy, MM, dd, '...'. */
export function formatted(date: Date, format: string): string {
  const [year = '', month = '', day = ''] = date.toISOString().slice(0, 10).split('-');
  const letters: Record<string, string> = { yyyy: year, MM: month, dd: day };

  return format.replaceAll(/'([^']*)'|([A-Za-z]+)/g, (_, quoted?: string, pattern = '') => {
    const value = quoted ?? letters[pattern];
    if (value === undefined) {
      throw new Error(`the date format ${format} has ${pattern}`);
    }

    return value;
  });
}

function required(table: Table, name: string): string {
  const value = table.Parameters[name];
  if (value === undefined) {
    throw new Error(`${table.Name} has no ${name}`);
  }

  return value;
}
