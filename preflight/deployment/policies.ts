import type { DeclaredPolicy, DeclaredTarget } from '../subject.ts';
import { type Chart, namesIn, type OrganizationResources, unitAccounts } from './chart.ts';

/** The service control policies that an organization file declares, and where it attaches them. */
export function declaredPolicies(resources: OrganizationResources, chart: Chart): DeclaredPolicy[] {
  return [...resources]
    .filter(([, { type }]) => type === 'OC::ORG::ServiceControlPolicy')
    .map(([logicalName, { properties }]) => ({
      logicalName,
      name: String(properties['PolicyName'] ?? logicalName),
      content: JSON.stringify(properties['PolicyDocument'] ?? {}),
      targets: [...resources]
        .filter(([, other]) =>
          namesIn(other.properties['ServiceControlPolicies']).includes(logicalName),
        )
        .map(([target, { type }]) => targetOf(target, type, resources, chart)),
    }));
}

const kinds: Readonly<Record<string, DeclaredTarget['kind']>> = {
  'OC::ORG::OrganizationRoot': 'root',
  'OC::ORG::OrganizationalUnit': 'unit',
};

function targetOf(
  logicalName: string,
  type: string,
  resources: OrganizationResources,
  chart: Chart,
): DeclaredTarget {
  const kind = kinds[type] ?? 'account';
  const accounts = {
    root: () => [...chart.accounts.keys()],
    unit: () => unitAccounts(chart, [logicalName]),
    account: () => [logicalName],
  };
  return {
    ...{ logicalName, kind },
    path: kind === 'unit' ? pathOf(logicalName, resources, chart) : [],
    accountIds: accounts[kind]().flatMap((account) => chart.accounts.get(account)?.id ?? []),
  };
}

function pathOf(
  logicalName: string,
  resources: OrganizationResources,
  chart: Chart,
  below: readonly string[] = [],
): string[] {
  const name = resources.get(logicalName)?.properties['OrganizationalUnitName'] ?? logicalName;
  const [parent] = [...chart.units].find(([, unit]) => unit.units.includes(logicalName)) ?? [];
  return parent === undefined || below.includes(parent)
    ? [String(name)]
    : [...pathOf(parent, resources, chart, [...below, logicalName]), String(name)];
}
