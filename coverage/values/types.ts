import type { Clients } from '../../organization/types.ts';
import type { ReadExports } from './exports.ts';

/** One account in one region. */
export interface Place {
  readonly accountId: string;
  readonly region: string;
  readonly partition: string;
  readonly clients: Clients;
  /** What stacks of this place and others export. */
  readonly exports: ReadExports;
}

/** A resource that a template has, and that its stack is said to have created. */
export interface Expected {
  readonly logicalId: string;
  readonly type: string;
  /** What `Ref` of it gives. */
  readonly id: string;
  /** The properties of the template, as far as they are known: others are `Unresolved`. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The properties of a resource as AWS has them, in the shape that a template gives to them. */
export type Actual = Readonly<Record<string, unknown>>;

/** How one property is compared. */
export interface Compared {
  /** What AWS has where the template does not set it; without it such a property is not compared. */
  readonly absent?: unknown;
  /** Makes one of different ways to write the same, on both sides. */
  readonly normal?: (value: unknown) => unknown;
}

/** Reads resources of one type. */
export interface Reader {
  readonly compared: Readonly<Record<string, Compared>>;
  /** Properties of our templates that are not compared, and why. */
  readonly skipped?: Readonly<Record<string, string>>;
  /**
   * @param stack all resources of the stack, those of other types too
   * @returns one for each of `resources`, in their order; undefined for one that is gone
   */
  readonly read: (
    resources: readonly Expected[],
    place: Place,
    stack: readonly Expected[],
  ) => Promise<readonly (Actual | undefined)[]>;
}

/** What is not as a template has it. */
export interface Difference {
  readonly stackName: string;
  /** Undefined when the whole stack is gone. */
  readonly logicalId?: string;
  readonly text: string;
}
