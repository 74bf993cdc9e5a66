import path from 'node:path';
import { readYaml } from 'ofn-rehearse';
import type { Template } from './intrinsics.ts';
import type { Resource } from './resources.ts';
import { templatePolicies } from './template.ts';
import type { Policy } from './types.ts';

/**
 * Every policy of the project as it is deployed, each once.
 *
 * @param printed templates as org-formation binds them: STACK/TARGET.yaml
 * @param organizationPolicies the file of service control policies
 */
export function projectPolicies(
  printed: readonly string[],
  organizationPolicies: string,
): readonly Policy[] {
  const policies = printed.flatMap((file) =>
    templatePolicies(path.basename(path.dirname(file)), readYaml(file).value as Template),
  );
  policies.push(
    ...templatePolicies(path.basename(organizationPolicies), {
      Resources: readYaml(organizationPolicies).value as unknown as Record<string, Resource>,
    }),
  );
  return [...new Map(policies.map((policy) => [JSON.stringify(policy), policy])).values()];
}
