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
        .map(([target, { type, properties: of }]) => targetOf(target, type, of, chart)),
    }));
}

function targetOf(
  logicalName: string,
  type: string,
  properties: Readonly<Record<string, unknown>>,
  chart: Chart,
): DeclaredTarget {
  const isRoot = type === 'OC::ORG::OrganizationRoot';
  const isUnit = type === 'OC::ORG::OrganizationalUnit';
  const accounts = isRoot
    ? [...chart.accounts.keys()]
    : isUnit
      ? unitAccounts(chart, [logicalName])
      : [logicalName];
  const name = properties[isUnit ? 'OrganizationalUnitName' : 'AccountName'];
  return {
    logicalName,
    name: isRoot || name === undefined ? undefined : String(name),
    accountIds: accounts.flatMap((account) => chart.accounts.get(account)?.id ?? []),
  };
}
