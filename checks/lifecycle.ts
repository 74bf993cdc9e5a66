import { partsAt, type YamlFile } from 'ofn-rehearse';
import { type Faults, firstOf } from './parameter.ts';

/** The two parameters of a bucket's lifecycle, each with the default of its capability. */
export interface Lifecycle {
  readonly archive: readonly [key: string, fallback: number];
  readonly expire: readonly [key: string, fallback: number];
  /** What the bucket holds. */
  readonly what: string;
}

/** That objects would be deleted before they are archived. */
export function faultsOfLifecycle(yaml: YamlFile, lifecycle: Lifecycle): Faults {
  return firstOf(
    () => faultsOfDays(yaml, [lifecycle.archive[0], lifecycle.expire[0]]),
    () => faultsOfOrder(yaml, lifecycle),
  );
}

function* faultsOfDays(yaml: YamlFile, keys: readonly string[]): Faults {
  for (const key of keys) {
    const value = yaml.value[key] ?? 1;
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 1) {
      yield partsAt(yaml, [key], {
        cause: `${key} is ${JSON.stringify(value)}`,
        remedy: 'give a whole number of days, from 1',
      });
    }
  }
}

function* faultsOfOrder(yaml: YamlFile, { archive, expire, what }: Lifecycle): Faults {
  const daysOf = ([key, fallback]: Lifecycle['archive']) => Number(yaml.value[key] ?? fallback);
  const [archiveDays, expireDays] = [daysOf(archive), daysOf(expire)];
  if (expireDays <= archiveDays) {
    const [key] = expire[0] in yaml.value ? expire : archive;
    yield partsAt(yaml, [key], {
      cause: `${key} would delete ${what} after ${expireDays} days, before they are archived after ${archiveDays}`,
      remedy: `let ${expire[0]} be more than ${archive[0]}`,
    });
  }
}
