import { problemAt, type YamlFile } from 'ofn-rehearse';

/** The two parameters of a bucket's lifecycle, each with the default of its capability. */
export interface Lifecycle {
  readonly archive: readonly [key: string, fallback: number];
  readonly expire: readonly [key: string, fallback: number];
  /** What the bucket holds. */
  readonly what: string;
}

/** @throws Problem when objects would be deleted before they are archived, with its line */
export function checkLifecycle(yaml: YamlFile, { archive, expire, what }: Lifecycle): void {
  const archiveDays = days(yaml, ...archive);
  const expireDays = days(yaml, ...expire);
  if (expireDays <= archiveDays) {
    const [key] = expire[0] in yaml.value ? expire : archive;
    throw problemAt(yaml, [key], {
      cause: `${key} would delete ${what} after ${expireDays} days, before they are archived after ${archiveDays}`,
      remedy: `let ${expire[0]} be more than ${archive[0]}`,
    });
  }
}

function days(yaml: YamlFile, key: string, fallback: number): number {
  const value = yaml.value[key] ?? fallback;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1) {
    throw problemAt(yaml, [key], {
      cause: `${key} is ${JSON.stringify(value)}`,
      remedy: 'give a whole number of days, from 1',
    });
  }

  return value;
}
