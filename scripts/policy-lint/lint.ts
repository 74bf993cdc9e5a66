import { type Exemption, exemptionOf, exemptions } from './exemptions.ts';
import { loadReference, type Reference } from './reference.ts';
import { anonymousPrincipals } from './rules/anonymous-principals.ts';
import { anyResource } from './rules/any-resource.ts';
import { conditionKeys } from './rules/condition-keys.ts';
import { existingActions } from './rules/existing-actions.ts';
import { foreignAccounts } from './rules/foreign-accounts.ts';
import { foreignResources } from './rules/foreign-resources.ts';
import { lambdaPermissions } from './rules/lambda-permissions.ts';
import { requiredResources } from './rules/required-resources.ts';
import { resourceTypes } from './rules/resource-types.ts';
import { servicePrincipals } from './rules/service-principals.ts';
import { wholeServices } from './rules/whole-services.ts';
import { normalise } from './statement.ts';
import type { Finding, Policy, Rule } from './types.ts';

export const rules: readonly Rule[] = [
  existingActions,
  resourceTypes,
  anyResource,
  requiredResources,
  conditionKeys,
  wholeServices,
  servicePrincipals,
  anonymousPrincipals,
  lambdaPermissions,
  foreignAccounts,
  foreignResources,
];

/** Reads what these policies need of the Service Authorization Reference. */
export function referenceFor(policies: readonly Policy[]): Promise<Reference> {
  const statements = policies.flatMap((policy) =>
    policy.statements.map((raw) => normalise(policy, raw)),
  );
  return loadReference(
    statements.flatMap(({ actions }) => actions.map((action) => action.split(':', 1)[0] ?? '')),
    statements.flatMap(({ conditions }) => conditions.map(({ key }) => key)),
  );
}

/** What is wrong with the statements of a policy, but for what is exempt. */
export function lintPolicy(policy: Policy, reference: Reference): Finding[] {
  return policy.statements.flatMap((raw) => {
    const statement = normalise(policy, raw);
    return rules
      .filter(({ name }) => exemptionOf(name, statement, reference) === undefined)
      .flatMap(({ name, check }) =>
        check(statement, reference).map((message) => ({
          rule: name,
          place: policy.place,
          sid: statement.sid,
          message,
        })),
      );
  });
}

/** Exemptions that no statement needs any more: what they allowed is gone. */
export function idleExemptions(
  policies: readonly Policy[],
  reference: Reference,
): readonly Exemption[] {
  const needed = new Set(
    policies.flatMap((policy) =>
      policy.statements.flatMap((raw) => {
        const statement = normalise(policy, raw);
        return rules
          .filter(({ check }) => check(statement, reference).length > 0)
          .map(({ name }) => exemptionOf(name, statement, reference));
      }),
    ),
  );
  return exemptions.filter((exemption) => !needed.has(exemption));
}
