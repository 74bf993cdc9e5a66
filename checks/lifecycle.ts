import { partsAt, type YamlFile } from 'ofn-rehearse';
import type { Parameter } from '../organization/parameters.ts';
import { faultsOfValue } from './declared.ts';
import { type Faults, firstOf } from './parameter.ts';

interface Days extends Parameter {
  readonly default: number;
}

/** The two parameters of a bucket's lifecycle. */
export interface Lifecycle {
  readonly archive: Days;
  readonly expire: Days;
  /** What the bucket holds. */
  readonly what: string;
}

/** That objects would be deleted before they are archived. */
export function faultsOfLifecycle(yaml: YamlFile, lifecycle: Lifecycle): Faults {
  return firstOf(
    () => faultsOfValue(yaml, lifecycle.archive),
    () => faultsOfValue(yaml, lifecycle.expire),
    () => faultsOfOrder(yaml, lifecycle),
  );
}

function* faultsOfOrder(yaml: YamlFile, { archive, expire, what }: Lifecycle): Faults {
  const daysOf = ({ name, default: fallback }: Days) => Number(yaml.value[name] ?? fallback);
  const [archiveDays, expireDays] = [daysOf(archive), daysOf(expire)];
  if (expireDays <= archiveDays) {
    const { name } = expire.name in yaml.value ? expire : archive;
    yield partsAt(yaml, [name], {
      cause: `${name} would delete ${what} after ${expireDays} days, before they are archived after ${archiveDays}`,
      remedy: `let ${expire.name} be more than ${archive.name}`,
    });
  }
}
