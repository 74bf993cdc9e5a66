import type { Reference } from './reference.ts';

/**
 * Whose permissions a statement is about: an identity's, or the most that it may have;
 * who may assume a role; who may use a resource; what the organization's accounts may do.
 */
export type PolicyKind = 'identity' | 'trust' | 'resource' | 'service-control';

/** A statement as it stands in a policy, once nothing of CloudFormation is left in it. */
export type RawStatement = Readonly<Record<string, unknown>>;

/** All statements of one policy. */
export interface Policy {
  /** File or stack, logical id, and the path below it. */
  readonly place: string;
  readonly kind: PolicyKind;
  /** The CloudFormation type of what carries the policy, such as AWS::S3::BucketPolicy. */
  readonly owner: string;
  readonly statements: readonly RawStatement[];
}

export interface Principal {
  readonly type: string;
  readonly name: string;
}

export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** A statement with every element as a list. */
export interface Statement {
  readonly policy: Policy;
  readonly sid: string;
  readonly effect: string;
  readonly actions: readonly string[];
  /** Whether the statement is about all actions but those it lists. */
  readonly exceptActions: boolean;
  /** Undefined when the statement has neither Resource nor NotResource. */
  readonly resources: readonly string[] | undefined;
  readonly exceptResources: boolean;
  readonly principals: readonly Principal[];
  readonly conditions: readonly Condition[];
}

export interface Finding {
  readonly rule: string;
  readonly place: string;
  readonly sid: string;
  readonly message: string;
}

export interface Rule {
  readonly name: string;
  /** @returns what is wrong, each in one sentence that names action, key or resource */
  check(statement: Statement, reference: Reference): readonly string[];
}
