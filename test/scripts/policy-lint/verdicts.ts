import { lintPolicy, referenceFor } from '../../../scripts/policy-lint/lint.ts';
import type { Policy, RawStatement } from '../../../scripts/policy-lint/types.ts';

const owners: Readonly<Record<string, string>> = {
  identity: 'AWS::IAM::Role',
  'service-control': 'OC::ORG::ServiceControlPolicy',
  trust: 'AWS::IAM::Role',
};

/** A policy of one or more statements; `kind` is the owner's type for a resource's policy. */
export function policyOf(kind: string, ...statements: RawStatement[]): Policy {
  return {
    place: 'stack Thing',
    kind: (kind in owners ? kind : 'resource') as Policy['kind'],
    owner: owners[kind] ?? kind,
    statements: statements.map((statement) => ({ Effect: 'Allow', ...statement })),
  };
}

/** What the lint says of a policy: rule and message of each finding. */
export async function verdict(kind: string, ...statements: RawStatement[]): Promise<string[]> {
  const policy = policyOf(kind, ...statements);
  const findings = lintPolicy(policy, await referenceFor([policy]));

  return findings.map(({ rule, message }) => `${rule}: ${message}`);
}
