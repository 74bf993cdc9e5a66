import { runUnsafeSimulation, type Simulation } from '@cloud-copilot/iam-simulate';
import type { Case, Verdict } from './cases.ts';
import { translate } from './translations.ts';

const document = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const everything = document({ Effect: 'Allow', Action: '*', Resource: '*' });

/** AWS has these wherever there is no other policy of their kind. */
const fullAccess = (name: string, policy: object) => ({
  orgIdentifier: 'r-root',
  policies: [{ name, policy }],
});
const resourceControlPolicies = [
  fullAccess(
    'RCPFullAWSAccess',
    document({ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }),
  ),
];

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
  policyDocument: document(
    ...documents.flatMap((one) => [(one as { Statement?: object }).Statement ?? []].flat()),
  ),
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

const contextOf = (context: Case['context']): Record<string, string | string[]> =>
  Object.fromEntries(
    Object.entries(context).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : [...value],
    ]),
  );

function opinionOf(simulation: Simulation): Verdict {
  const result = runUnsafeSimulation(simulation, {});
  const opinion = opinions[result];
  if (opinion === undefined) {
    throw new Error(`iam-simulate says ${result}`);
  }

  return opinion;
}

/** The name by which iam-simulate knows a principal best: session, role or user, account. */
const nameOf = (names: readonly string[]): string | undefined =>
  names.find((name) => /:assumed-role\//.test(name)) ??
  names.find((name) => /:(role|user)\//.test(name)) ??
  names.find((name) => name.startsWith('arn:')) ??
  names[0];

/**
 * What `@cloud-copilot/iam-simulate` says of a case. Identity policies are judged for a
 * role, in its own account; a resource's policy for a service, or for an identity of
 * another account whose own policies allow everything.
 */
export function secondOpinion(one: Case, documents: readonly object[] = translate(one)): Verdict {
  const { action, resource, principal, context } = one;
  const isOfIdentity = principal === null;
  const isOfAccount = principal?.kind === 'AWS';

  return opinionOf({
    request: {
      principal: nameOf(principal?.names ?? []) ?? 'arn:aws:iam::111111111111:role/caller',
      action,
      resource: {
        resource: resourceOf(resource),
        accountId: isOfAccount ? '999999999999' : '111111111111',
      },
      contextVariables: contextOf(context),
    },
    identityPolicies: isOfIdentity ? named(documents) : isOfAccount ? named([everything]) : [],
    serviceControlPolicies: [],
    resourceControlPolicies,
    ...(isOfIdentity ? {} : { resourcePolicy: joined(documents) }),
  });
}

export interface Call extends Pick<Case, 'action' | 'resource' | 'context'> {
  /** The ARN of the session. */
  readonly caller: string;
  /** None for a session that only service control policies are asked about, such as the deployer's. */
  readonly identity: readonly object[];
  readonly boundary: readonly object[];
  readonly serviceControl: readonly object[];
}

/** Whether iam-simulate lets a session make a call, by all policies of its own account. */
export function callOpinion(call: Call): boolean {
  const { caller, action, resource, context, boundary } = call;
  const translated = (documents: readonly object[]): object[] =>
    translate({ ...call, principal: null, documents });

  return (
    opinionOf({
      request: {
        principal: caller,
        action,
        resource: { resource: resourceOf(resource), accountId: caller.split(':')[4] ?? '' },
        contextVariables: contextOf(context),
      },
      identityPolicies: named(call.identity.length > 0 ? translated(call.identity) : [everything]),
      // Those of the embedded AWS are without FullAWSAccess, and deny only.
      serviceControlPolicies: [
        {
          orgIdentifier: 'r-root',
          policies: named([everything, ...translated(call.serviceControl)]),
        },
      ],
      resourceControlPolicies,
      ...(boundary.length > 0 ? { permissionBoundaryPolicies: named(translated(boundary)) } : {}),
    }) === 'allow'
  );
}
