import { partsAt, type YamlFile } from 'ofn-rehearse';
import type { Parameter } from '../organization/parameters.ts';
import type { Faults } from './parameter.ts';

/**
 * That objects would be deleted before they are archived: a parameter that has to be more than
 * another is not. Where 0 is allowed, it is never.
 *
 * @param catalogue the parameters by name
 */
export function* faultsOfLifecycles(
  yaml: YamlFile,
  catalogue: Readonly<Record<string, Parameter>>,
): Faults {
  for (const expire of Object.values(catalogue)) {
    const archive = catalogue[expire.moreThan ?? ''];
    if (archive) {
      yield* faultsOfOrder(yaml, archive, expire);
    }
  }
}

function* faultsOfOrder(yaml: YamlFile, archive: Parameter, expire: Parameter): Faults {
  const daysOf = ({ name, default: fallback }: Parameter) => Number(yaml.value[name] ?? fallback);
  const [archiveDays, expireDays] = [daysOf(archive), daysOf(expire)];
  if (archiveDays > 0 && expireDays > 0 && expireDays <= archiveDays) {
    const { name } = expire.name in yaml.value ? expire : archive;
    const never = expire.minValue === 0 ? '; 0 is never' : '';
    yield partsAt(yaml, [name], {
      cause: `${expire.name} would delete objects after ${expireDays} days, before they are archived after ${archiveDays}`,
      remedy: `let ${expire.name} be more than ${archive.name}${never}`,
    });
  }
}
