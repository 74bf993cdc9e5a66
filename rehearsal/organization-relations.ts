import { nearest } from './nearest.ts';
import { asMap, type OrganizationResource, referencesIn } from './organization-resources.ts';
import {
  ACCOUNT,
  isAccount,
  MANAGEMENT,
  organizationTypes,
  POLICY,
  ROOT,
  UNIT,
} from './organization-types.ts';
import type { ProblemParts } from './problem.ts';
import type { YamlFile } from './yaml.ts';

type Resources = readonly OrganizationResource[];

/** What is wrong with resources together: what they refer to, and what two of them share. */
export function* faultsOfRelations(yaml: YamlFile, resources: Resources): Generator<ProblemParts> {
  yield* faultsOfCount(yaml, resources);
  const parameters = new Set(Object.keys(asMap(yaml.value.Parameters)));
  for (const resource of resources) {
    yield* faultsOfReferences(resource, resources, parameters);
  }
  const accounts = resources.filter(isAccount);
  yield* shared(accounts, 'AccountId', String);
  yield* shared(accounts, 'RootEmail', (value) => String(value).toLowerCase());
  yield* shared(
    resources.filter(({ type }) => type === POLICY),
    'PolicyName',
    String,
  );
  const units = resources.filter(({ type }) => type === UNIT);
  yield* inTwo(units, 'Accounts', 'an account is in one unit');
  yield* inTwo(units, 'OrganizationalUnits', 'a unit is in one other');
  yield* faultsOfNames(units);
  yield* circles(units);
}

function* faultsOfCount(yaml: YamlFile, resources: Resources): Generator<ProblemParts> {
  if (!resources.some(({ type }) => type === MANAGEMENT)) {
    yield {
      file: yaml.file,
      line: yaml.line('Organization'),
      place: 'Organization',
      cause: `it declares no account of type ${MANAGEMENT}`,
      remedy:
        'declare the management account; `ofn init` writes the file for an organization that exists',
    };
  }
  for (const single of [MANAGEMENT, ROOT]) {
    const [first, ...more] = resources.filter(({ type }) => type === single);
    for (const second of more) {
      yield second.at(['Type'], {
        cause: `${second.logicalName} is a second ${single}, beside ${first?.logicalName}`,
        remedy: 'an organization has one: remove the other',
      });
    }
  }
}

function* faultsOfReferences(
  resource: OrganizationResource,
  resources: Resources,
  parameters: ReadonlySet<string>,
): Generator<ProblemParts> {
  const { logicalName, type, properties } = resource;
  for (const [key, types] of Object.entries(organizationTypes[type]?.references ?? {})) {
    const value = properties[key];
    for (const { name, index } of value === '*' ? [] : referencesIn(value)) {
      const at = ['Properties', key, ...index];
      const given = index.length > 0 ? (value as unknown[])[Number(index[0])] : value;
      const names = resources.filter((one) => types.includes(one.type));
      const list = names.map((one) => one.logicalName);
      if (typeof name !== 'string') {
        // An id of AWS's, such as p-FullAWSAccess.
        if (type === UNIT && key !== 'ServiceControlPolicies') {
          yield resource.at(at, {
            cause: `${key} of ${logicalName} has ${JSON.stringify(given)}, which is not a reference`,
            remedy: list.includes(String(given)) ? `write !Ref ${given}` : remedyOf(given, list),
          });
        }
      } else if (!list.includes(name) && !parameters.has(name)) {
        const other = resources.find((one) => one.logicalName === name);
        yield resource.at(at, {
          cause: `${key} of ${logicalName} refers to ${name}, which is ${other ? `of type ${other.type}` : 'not in this file'}`,
          remedy: remedyOf(name, list),
        });
      }
    }
  }
}

/** An organization may have a thousand accounts. */
const mostNamed = 20;

function remedyOf(given: unknown, names: readonly string[]): string {
  const near = nearest(String(given), names);
  if (near !== undefined) {
    return `did you mean !Ref ${near}?`;
  }
  const shown = names.slice(0, mostNamed).join(', ');
  return names.length === 0
    ? 'declare what it refers to, or remove it'
    : `use !Ref with one of ${shown}${names.length > mostNamed ? ', …' : ''}`;
}

/** @param keyOf what is the same for two values that AWS takes for one */
function* shared(
  resources: Resources,
  property: string,
  keyOf: (value: unknown) => string,
): Generator<ProblemParts> {
  const seen = new Map<string, OrganizationResource>();
  for (const resource of resources) {
    const value = resource.properties[property];
    if (value === undefined || value === null) {
      continue;
    }
    const first = seen.get(keyOf(value));
    if (first) {
      yield resource.at(['Properties', property], {
        cause: `${resource.logicalName} has the ${property} ${value}, which ${whereOf(first, property)} has too`,
        remedy: 'give each its own, or remove one of the two',
      });
    }
    seen.set(keyOf(value), first ?? resource);
  }
}

function whereOf(resource: OrganizationResource, ...keys: string[]): string {
  const { line } = resource.at(['Properties', ...keys], { cause: '', remedy: '' });
  return `${resource.logicalName}${line === undefined ? '' : ` (line ${line})`}`;
}

function* inTwo(units: Resources, property: string, rule: string): Generator<ProblemParts> {
  const seen = new Map<string, OrganizationResource>();
  for (const unit of units) {
    for (const { name, index } of referencesIn(unit.properties[property])) {
      const first = typeof name === 'string' ? seen.get(name) : undefined;
      if (first) {
        yield unit.at(['Properties', property, ...index], {
          cause: `${name} is in ${first === unit ? `${unit.logicalName} twice` : `${whereOf(first, property)} and in ${unit.logicalName}`}`,
          remedy: `remove it from one: ${rule}`,
        });
      } else if (typeof name === 'string') {
        seen.set(name, unit);
      }
    }
  }
}

/** Units of one name in one unit, or in the root. */
function* faultsOfNames(units: Resources): Generator<ProblemParts> {
  const parents = parentsOf(units);
  const below = Map.groupBy(units, ({ logicalName }) => parents.get(logicalName));
  for (const siblings of below.values()) {
    yield* shared(siblings, 'OrganizationalUnitName', String);
  }
}

/** The unit that each unit is in; those in the root are missing. */
const parentsOf = (units: Resources): ReadonlyMap<string, string> =>
  new Map(
    units.flatMap(({ logicalName, properties }) =>
      referencesIn(properties.OrganizationalUnits).map(
        ({ name }) => [String(name), logicalName] as const,
      ),
    ),
  );

function* circles(units: Resources): Generator<ProblemParts> {
  const parents = parentsOf(units);
  for (const unit of units) {
    const path = [unit.logicalName];
    let above = parents.get(unit.logicalName);
    while (above !== undefined && !path.includes(above)) {
      path.push(above);
      above = parents.get(above);
    }
    if (above === unit.logicalName) {
      yield unit.at(['Properties', 'OrganizationalUnits'], {
        cause: `${unit.logicalName} is in itself: ${[...path, above].join(', in ')}`,
        remedy: 'remove one of these units from the OrganizationalUnits of the other',
      });
    }
  }
}

/** Accounts of an organization with units that are in none: that may be meant. */
export function withoutUnit(resources: Resources): ProblemParts[] {
  const units = resources.filter(({ type }) => type === UNIT);
  const placed = units.flatMap(({ properties: { Accounts: value } }) =>
    value === '*' ? [value] : referencesIn(value).map(({ name }) => name),
  );
  return units.length === 0 || placed.includes('*')
    ? []
    : resources
        .filter(({ type, logicalName }) => type === ACCOUNT && !placed.includes(logicalName))
        .map((account) =>
          account.at([], {
            cause: 'it is in no unit, and so in the root, where policies of units do not apply',
            remedy: 'name it in the Accounts of one unit, unless the root is meant',
          }),
        );
}
