import type { Finding } from '../finding.ts';
import type { GroupedDenial } from '../policies/deployment-denials.ts';
import type { Statement } from '../policies/statements.ts';
import type { Subject } from '../subject.ts';
import { at, listed, parameterOf } from './view.ts';

/** The actions of a denial: the first five. */
export const actionsIn = ({ actions }: Pick<GroupedDenial, 'actions'>): string =>
  listed([...actions]);

/** The root, units and accounts that a policy is attached to, as far as they matter. */
export function targetsIn({ snapshot }: Subject, { targetIds }: GroupedDenial): string {
  const { rootId, units } = snapshot.organization;
  const names = [...targetIds].map((id) => {
    if (id === rootId) {
      return 'the root';
    }
    const unit = units.find(({ Id }) => Id === id);
    const account = snapshot.accounts.find(({ Id }) => Id === id);
    return unit ? `the unit ${unit.Name} (${id})` : `the account ${account?.Name ?? ''} ${id}`;
  });
  return listed(names);
}

/** Where something is denied: by region where it is in every member account, else by account. */
export function where(
  subject: Subject,
  { places }: Pick<GroupedDenial, 'places'>,
): Finding['places'] {
  const deployed = deployedRegions(subject);
  const members = [...deployed.keys()].filter(
    (id) => id !== subject.snapshot.organization.MasterAccountId,
  );
  if (members.every((id) => places.has(id))) {
    return [...regionsIn(places)].map((region) => at(undefined, region));
  }
  return [...places].flatMap(([accountId, regions]) =>
    regions.size === deployed.get(accountId)?.size
      ? [at(accountId)]
      : [...regions].map((region) => at(accountId, region)),
  );
}

const regionsIn = (places: GroupedDenial['places']): Set<string> =>
  new Set([...places.values()].flatMap((regions) => [...regions]));

/** The regions that each account gets stacks in. */
function deployedRegions({ stacks, capabilities }: Subject): Map<string, Set<string>> {
  const regions = new Map<string, Set<string>>();
  for (const { accountId, region, capability } of stacks) {
    if (capabilities.has(capability)) {
      const known = regions.get(accountId) ?? new Set<string>();
      regions.set(accountId, known.add(region));
    }
  }
  return regions;
}

/** What solves a denial by a statement. */
export function remedyOf(subject: Subject, denial: GroupedDenial, role: string): string {
  const { statement, policy } = denial.by ?? {};
  if (!statement || !policy) {
    return '';
  }
  const exempt = exemptRoles(statement);
  const others = exempt.filter((name) => !role.endsWith(`/${name}`));
  const condition = `"ArnNotLike": {"aws:PrincipalArn": "${role}"}`;
  return [
    exempt.length > 0
      ? `add ${role} to the principals that statement ${statement.sid ?? ''} of ${policy.name} exempts`
      : `exempt the role in the Condition of statement ${statement.sid ?? ''} of ${policy.name}: ${condition}`,
    ...(others.length > 0
      ? [
          `deploy with ${others.join(' or ')}, which it exempts: DefaultOrganizationAccessRoleName of the root in organization.yml`,
        ]
      : []),
    ...regionRemedies(subject, denial, statement),
  ].join('; or ');
}

/** A statement about regions spares those that are not deployed to. */
function regionRemedies(
  subject: Subject,
  { places }: GroupedDenial,
  { condition }: Statement,
): string[] {
  const isOfRegions = Object.values(condition).some((keys) =>
    Object.keys(keys).some((key) => key.toLowerCase() === 'aws:requestedregion'),
  );
  const home = subject.snapshot.homeRegion;
  const denied = [...regionsIn(places)].sort();
  if (!isOfRegions || denied.includes(home)) {
    return [];
  }
  const governed = parameterOf(subject, 'governedRegions') as readonly string[];
  const ofGoverned = denied.filter((region) => governed.includes(region));
  const ofSignIns = denied.filter((region) => !governed.includes(region));
  return [
    ...(ofGoverned.length > 0
      ? [`leave ${ofGoverned.join(', ')} out of governedRegions and signInRegions`]
      : []),
    ...(ofSignIns.length > 0 ? [`leave ${ofSignIns.join(', ')} out of signInRegions`] : []),
  ];
}

/** The names of the roles that a statement leaves alone. */
function exemptRoles({ condition }: Statement): string[] {
  const patterns = Object.entries(condition)
    .filter(([operator]) => /^(Arn|String)Not/.test(operator))
    .flatMap(([, keys]) => Object.entries(keys))
    .filter(([key]) => key.toLowerCase() === 'aws:principalarn')
    .flatMap(([, values]) => [values].flat().map(String));
  return patterns.flatMap(
    (pattern) => /:role\/(?:[^*]*\/)?([\w+=,.@-]+)$/.exec(pattern)?.[1] ?? [],
  );
}
