import { type OrganizationResource, referencesIn, type YamlFile } from 'ofn-rehearse';
import * as declared from '../templates/parameters.ts';
import type { Faults } from './parameter.ts';
import { exemptionsIn, leavesOf } from './policy-exemptions.ts';

/** Those of organization-policies.yml. */
const own = ['ProtectDetection', 'ProtectBaseline', 'ProtectBuses'];

const shipped = declared.resourcePrefix.default;

/**
 * That this project's policies, as far as they are attached, protect names of another prefix, or deny
 * what they deny to the role with which org-formation deploys.
 */
export function* faultsOfOwnPolicies(
  parameters: YamlFile,
  resources: readonly OrganizationResource[],
): Faults {
  const attached = resources.flatMap(({ properties }) =>
    referencesIn(properties.ServiceControlPolicies).map(({ name }) => name),
  );
  for (const policy of resources) {
    if (own.includes(policy.logicalName) && attached.includes(policy.logicalName)) {
      yield* faultsOfPrefix(policy, parameters);
      yield* faultsOfExemption(policy, deployingRoles(policy, resources));
    }
  }
}

/** The prefix is in names of AWS Glue with low lines. */
function* faultsOfPrefix(policy: OrganizationResource, parameters: YamlFile): Faults {
  const { resourcePrefix = shipped } = parameters.value;
  if (typeof resourcePrefix !== 'string' || resourcePrefix === shipped) {
    return;
  }
  const where = `${parameters.file}${lineIn(parameters)}`;
  const former = leavesOf(policy.properties.PolicyDocument).find(({ text }) =>
    /\bofn[-_]audit\b/.test(
      text.replaceAll(resourcePrefix, '').replaceAll(low(resourcePrefix), ''),
    ),
  );
  const patterns = [...exemptionsIn(policy.properties.PolicyDocument)].flatMap(
    ({ roles }) => roles,
  );
  if (former) {
    yield policy.at(['Properties', 'PolicyDocument', ...former.path], {
      cause: `${policy.logicalName} has ${former.text}, and resourcePrefix of ${where} is ${resourcePrefix}: it would protect nothing of this project`,
      remedy: `write ${resourcePrefix} for ${shipped}, and ${low(resourcePrefix)} for ${low(shipped)}, everywhere in that file but in PolicyName`,
    });
  } else if (
    patterns.length > 0 &&
    !patterns.some((one) => one.includes(`role/${resourcePrefix}-`))
  ) {
    yield policy.at(['Properties', 'PolicyDocument'], {
      cause: `${policy.logicalName} does not exempt arn:aws:iam::*:role/${resourcePrefix}-*, this project's own roles by resourcePrefix of ${where}`,
      remedy: `write ${resourcePrefix} for the former prefix everywhere in that file but in PolicyName`,
    });
  }
}

const low = (prefix: string): string => prefix.replaceAll('-', '_');

function lineIn(parameters: YamlFile): string {
  const line = parameters.line('resourcePrefix');
  return line === undefined ? '' : `, line ${line},`;
}

const defaultRole = 'OrganizationAccountAccessRole';

/** The roles that org-formation assumes where a policy applies, each with what names it. */
function deployingRoles(
  policy: OrganizationResource,
  resources: readonly OrganizationResource[],
): ReadonlyMap<string, string> {
  const reached = reachedBy(policy.logicalName, resources);
  const roles = new Map<string, string>();
  for (const { type, logicalName, properties } of resources) {
    const isRoot = type === 'OC::ORG::OrganizationRoot';
    const key = isRoot ? 'DefaultOrganizationAccessRoleName' : 'OrganizationAccessRoleName';
    const role = properties[key];
    if ((isRoot || reached.has(logicalName)) && typeof role === 'string' && role !== defaultRole) {
      roles.set(role, roles.get(role) ?? `${key} of ${logicalName}`);
    }
  }
  return roles;
}

/** The accounts and units to which a policy applies: it is inherited. */
function reachedBy(
  policy: string,
  resources: readonly OrganizationResource[],
): ReadonlySet<string> {
  const reached = new Set<string>();
  const add = (resource: OrganizationResource | undefined): void => {
    if (!resource || reached.has(resource.logicalName)) {
      return;
    }
    reached.add(resource.logicalName);
    const { Accounts, OrganizationalUnits } = resource.properties;
    for (const { name } of [...referencesIn(Accounts), ...referencesIn(OrganizationalUnits)]) {
      add(resources.find(({ logicalName }) => logicalName === name));
    }
  };
  for (const target of resources) {
    if (
      referencesIn(target.properties.ServiceControlPolicies).some(({ name }) => name === policy)
    ) {
      (target.type === 'OC::ORG::OrganizationRoot' ? resources : [target]).forEach(add);
    }
  }
  return reached;
}

/** A statement that exempts roles exempts the one that deploys, too. */
function* faultsOfExemption(
  policy: OrganizationResource,
  roles: ReadonlyMap<string, string>,
): Faults {
  for (const [role, origin] of roles) {
    const arn = `arn:aws:iam::111111111111:role/${role}`;
    const lacking = [...exemptionsIn(policy.properties.PolicyDocument)].find(
      ({ matches }) => !matches(arn),
    );
    if (lacking) {
      yield policy.at(['Properties', 'PolicyDocument', ...lacking.path], {
        cause: `${policy.logicalName} would deny ${lacking.sid} to ${role}, with which org-formation deploys: ${origin}`,
        remedy: `write arn:aws:iam::*:role/${role} beside or in place of arn:aws:iam::*:role/${defaultRole} everywhere in that file`,
      });
    }
  }
}
