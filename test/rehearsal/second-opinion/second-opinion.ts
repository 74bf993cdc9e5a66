import { runUnsafeSimulation, type Simulation } from '@cloud-copilot/iam-simulate';
import type { Case, Verdict } from './cases.ts';
import { translate } from './translations.ts';

const everything = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};

const opinions: Readonly<Record<string, Verdict>> = {
  Allowed: 'allow',
  ExplicitlyDenied: 'deny',
  ImplicitlyDenied: 'none',
};

const named = (documents: readonly object[]) =>
  documents.map((policy, index) => ({ name: `policy-${index}`, policy }));

/** All statements as one policy, since a resource has one: with a name, without which iam-simulate fails. */
const joined = (documents: readonly object[]) => ({
  __validated: true,
  policyDocument: {
    Version: '2012-10-17',
    Statement: documents.flatMap((document) =>
      [(document as { Statement?: unknown }).Statement ?? []].flat(),
    ),
  },
  metadata: { name: 'resource' },
  errors: [],
});

/**
 * A call that names no resource is judged against `*`, which only a pattern that takes
 * everything admits; iam-simulate takes `*` for any ARN that the policy names. This ARN
 * is one that no pattern but such a one takes.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const resourceOf = (resource: string): string =>
  resource === '*' ? 'arn:none:none:none:none:none' : resource;

/**
 * What `@cloud-copilot/iam-simulate` says of a case. Identity policies are judged for a
 * role, in its own account; a resource's policy for a service, or for a role of another
 * account which its own policies allow everything.
 */
export function secondOpinion(one: Case, documents: readonly object[] = translate(one)): Verdict {
  const { action, resource, principal, context } = one;
  const isOfIdentity = principal === null;
  const isOfRole = principal?.kind === 'AWS';
  const name = principal?.names.find((one) => one.includes(':role/')) ?? principal?.names[0];
  const simulation: Simulation = {
    request: {
      principal: name ?? 'arn:aws:iam::111111111111:role/caller',
      action,
      resource: {
        resource: resourceOf(resource),
        accountId: isOfRole ? '999999999999' : '111111111111',
      },
      contextVariables: Object.fromEntries(
        Object.entries(context).map(([key, value]) => [
          key,
          typeof value === 'string' ? value : [...value],
        ]),
      ),
    },
    identityPolicies: isOfIdentity ? named(documents) : isOfRole ? named([everything]) : [],
    serviceControlPolicies: [],
    resourceControlPolicies: [
      {
        orgIdentifier: 'r-root',
        policies: [
          {
            name: 'RCPFullAWSAccess',
            policy: {
              Version: '2012-10-17',
              Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
            },
          },
        ],
      },
    ],
    ...(isOfIdentity ? {} : { resourcePolicy: joined(documents) }),
  };
  const result = runUnsafeSimulation(simulation, {});
  const opinion = opinions[result];
  if (opinion === undefined) {
    throw new Error(`iam-simulate says ${result}`);
  }

  return opinion;
}
