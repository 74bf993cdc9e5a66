import { Scalar } from 'yaml';
import { isMap } from '../organization/organization-file.ts';
import type { Parameter } from '../organization/parameters.ts';
import * as parameters from '../templates/parameters.ts';
import type { Finding, Setting } from './finding.ts';

const catalogue: Readonly<Record<string, Parameter>> = parameters;

/** Lists whose items are references in organization-parameters.yml. */
const references: ReadonlySet<string> = new Set(['configAdoptedAccounts']);

/** Parameters that are a reference to an account. */
const isReference = (name: string): boolean =>
  ['managementAccount', 'securityAccount', 'logArchiveAccount'].includes(name);

/**
 * The parameters that solve findings, with the values that they are to have: what is not of a finding
 * is not among them. A reference to an account is a node of YAML, as `!Ref` has to stay in the file.
 *
 * @param current organization-parameters.yml, as `readYaml` reads it
 */
export function parametersWith(
  current: Readonly<Record<string, unknown>>,
  findings: readonly Finding[],
): Record<string, unknown> {
  const changed: Record<string, unknown> = {};
  for (const setting of findings.flatMap(({ settings = [] }) => settings)) {
    const { name } = setting;
    const value = changed[name] ?? current[name] ?? catalogue[name]?.default;
    changed[name] = valueWith(value, setting);
  }
  return Object.fromEntries(Object.entries(changed).map(([name, value]) => [name, nodeOf(value)]));
}

/** A value with `!Ref` in place of each reference. */
function nodeOf(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(nodeOf);
  }
  if (!isMap(value) || typeof value['Ref'] !== 'string') {
    return value;
  }
  const scalar = new Scalar(value['Ref']);
  scalar.tag = '!Ref';
  return scalar;
}

function valueWith(value: unknown, setting: Setting): unknown {
  if ('add' in setting) {
    const items: readonly unknown[] = Array.isArray(value) ? value : [];
    return setting.add.reduce((list, item) => withItem(setting.name, list, item), items);
  }
  return isReference(setting.name) ? { Ref: setting.value } : setting.value;
}

function withItem(name: string, items: readonly unknown[], item: string): readonly unknown[] {
  switch (name) {
    case 'guardDutyFeatures':
      return [...items.filter((each) => featureOf(each) !== featureOf(item)), item];
    case 'optInExclusions':
      return withExclusion(items, item);
    default: {
      const added = references.has(name) ? { Ref: item } : item;
      const isThere = items.some((each) => JSON.stringify(each) === JSON.stringify(added));
      return isThere ? items : [...items, added];
    }
  }
}

/** Which feature an entry is about, and where: `NAME`, or `NAME@REGION`. */
const featureOf = (entry: unknown): string => String(entry).replace(/=\w+/, '');

/** A region has one entry, which names all of its accounts. */
function withExclusion(items: readonly unknown[], item: string): readonly unknown[] {
  const [region, added = ''] = item.split('=');
  const present = items.find((each) => String(each).split('=')[0] === region);
  const names = [String(present ?? '').split('=')[1] ?? '', added].flatMap((text) =>
    text.split(',').filter((name) => name !== ''),
  );
  return [
    ...items.filter((each) => each !== present),
    `${region}=${[...new Set(names)].join(',')}`,
  ];
}
