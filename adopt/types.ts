import type { WantedStack } from '../preflight/deployment/stacks.ts';

/** A resource that its stack left behind, as CloudFormation imports it. */
export interface LeftResource {
  readonly logicalId: string;
  readonly type: string;
  /** The primary identifier of its type. */
  readonly identifier: Readonly<Record<string, string>>;
  /**
   * What its type requires, and what can't be changed later. Nothing else: the next update applies
   * the template, also where a release has changed it since.
   */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** What a stack left behind. */
export interface LeftStack {
  readonly stack: Pick<WantedStack, 'capability' | 'stackName' | 'accountId' | 'region'>;
  /** Whether a stack of that name is there that has nothing, and has to go first. */
  readonly hasRemains: boolean;
  readonly resources: readonly LeftResource[];
}

/** What became of a stack. */
export interface Adopted {
  readonly left: LeftStack;
  /** Undefined when its resources are in the stack again. */
  readonly reason: string | undefined;
}
