import { existsSync } from 'node:fs';
import path from 'node:path';
import { attempt, type ProblemParts } from './problem.ts';
import { partsAt, readYaml, type YamlFile } from './yaml.ts';

/** A resource of the Organization section, and where it stands. */
export interface OrganizationResource {
  readonly logicalName: string;
  readonly value: unknown;
  /** Empty unless it is a text. */
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** A problem at a key of the resource, such as `['Properties', 'AccountId']`. */
  at(keys: readonly string[], fault: { cause: string; remedy: string }): ProblemParts;
}

export interface OrganizationResources {
  readonly resources: readonly OrganizationResource[];
  /** What is wrong with files that the section includes. */
  readonly problems: readonly ProblemParts[];
}

/** The resources of an organization file, with those of the files that its section includes. */
export function resourcesOf(yaml: YamlFile, read = readYaml): OrganizationResources {
  const section = asMap(yaml.value.Organization);
  const { 'Fn::Include': other } = section;
  if (typeof other === 'string') {
    const { value, problems } = attempt(() => read(path.join(folderOf(yaml), other)));
    return value ? resourcesOf(value, read) : { resources: [], problems };
  }
  return sectionOf(yaml, section, ['Organization'], read);
}

function sectionOf(
  yaml: YamlFile,
  section: Readonly<Record<string, unknown>>,
  above: readonly string[],
  read: typeof readYaml,
): OrganizationResources {
  const resources: OrganizationResource[] = [];
  const problems: ProblemParts[] = [];
  for (const [logicalName, value] of Object.entries(section)) {
    if (logicalName !== '<<') {
      resources.push(resourceAt(yaml, [...above, logicalName], value));
      continue;
    }
    const included = asMap(value)['Fn::Include'];
    if (typeof included === 'string') {
      const file = path.join(folderOf(yaml), included);
      if (!existsSync(file)) {
        problems.push(partsAt(yaml, [...above, '<<'], noFile(yaml, included)));
        continue;
      }
      const found = attempt(() => read(file));
      const own = found.value && sectionOf(found.value, found.value.value, [], read);
      resources.push(...(own?.resources ?? []));
      problems.push(...found.problems, ...(own?.problems ?? []));
    }
  }
  return { resources, problems };
}

const folderOf = ({ file, folder = path.dirname(file) }: YamlFile): string => folder;

const noFile = (yaml: YamlFile, included: string) => ({
  cause: `it includes ${included}, and there is no such file`,
  remedy: `give !Include a path relative to ${yaml.file}`,
});

function resourceAt(
  yaml: YamlFile,
  place: readonly string[],
  value: unknown,
): OrganizationResource {
  const { Type, Properties } = asMap(value);
  const logicalName = place.at(-1) ?? '';
  return {
    ...{ logicalName, value, properties: asMap(Properties) },
    type: typeof Type === 'string' ? Type : '',
    at: (keys, fault) => ({
      ...partsAt(yaml, [...place, ...keys], fault),
      place: [logicalName, ...keys].join('.'),
    }),
  };
}

/** The logical names that a property refers to: one, or a list. */
export const referencesIn = (value: unknown): { name: unknown; index: string[] }[] =>
  Array.isArray(value)
    ? value.map((one, index) => ({ name: referenced(one), index: [String(index)] }))
    : value === undefined || value === null
      ? []
      : [{ name: referenced(value), index: [] }];

const referenced = (value: unknown): unknown => asMap(value).Ref;

export const asMap = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
