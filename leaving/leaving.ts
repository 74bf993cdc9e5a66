// Which stacks leave. Pure.

import type { StateTarget } from '../preflight/findings/state-file.ts';
import { LeavingError } from './errors.ts';

/** What the task files deploy. */
export interface Wanted {
  /** Every stack name that a task has, wherever it is bound to. */
  readonly names: ReadonlySet<string>;
  /** Where stacks are to be, as `keyOf` names them. */
  readonly places: ReadonlySet<string>;
  /** Every region that something is bound to. */
  readonly regions: ReadonlySet<string>;
}

/** A capability that is to be removed, and its stack names. */
export interface Removed {
  readonly capability: string;
  readonly stackNames: readonly RegExp[];
}

export interface LeavingOptions {
  /** The stacks that org-formation has deployed, and deletes where no task is bound to them. */
  readonly kept: readonly StateTarget[];
  /** The stacks whose deletion was expected. */
  readonly expected: readonly StateTarget[];
  readonly wanted: Wanted;
  /** Stacks of others have another prefix. */
  readonly prefix: string;
  readonly removed: readonly Removed[];
}

export interface Leaving {
  /** org-formation deletes them in this run. */
  readonly leaves: readonly StateTarget[];
  /** Stacks whose deletion was expected, and that org-formation knows no more: it may have failed. */
  readonly forgotten: readonly StateTarget[];
  /** Stacks that no task has, of capabilities that are not to be removed. They stay protected. */
  readonly strays: readonly StateTarget[];
}

export const keyOf = ({ stackName, accountId, region }: StateTarget): string =>
  `${stackName} ${accountId} ${region}`;

const isOf = ({ stackNames }: Removed, name: string): boolean =>
  stackNames.some((one) => one.test(name));

/**
 * A stack leaves if a task has its name and is bound elsewhere, if nothing is bound to its region, or
 * if its capability is to be removed.
 *
 * @throws LeavingError when a capability is to be removed and is deployed
 */
export function leavingOf({ kept, expected, wanted, prefix, removed }: LeavingOptions): Leaving {
  const deployed = removed.find((one) => [...wanted.names].some((name) => isOf(one, name)));
  if (deployed) {
    throw new LeavingError(
      `removedCapabilities has ${deployed.capability}, which is deployed: remove its include from the task file, or its name from the list`,
    );
  }
  const unbound = kept.filter(
    (target) => target.stackName.startsWith(`${prefix}-`) && !wanted.places.has(keyOf(target)),
  );
  const isLeaving = ({ stackName, region }: StateTarget): boolean =>
    wanted.names.has(stackName) ||
    !wanted.regions.has(region) ||
    removed.some((one) => isOf(one, stackName));
  const known = new Set([...wanted.places, ...kept.map(keyOf)]);
  return {
    leaves: unbound.filter(isLeaving),
    forgotten: expected.filter((target) => !known.has(keyOf(target))),
    strays: unbound.filter((target) => !isLeaving(target)),
  };
}

/** The stack names of a capability, from the texts of its task files; what they compute is any text. */
export function stackNamesIn(taskFiles: readonly string[], prefix: string): RegExp[] {
  return taskFiles
    .flatMap((text) => [...text.matchAll(/^ +StackName: !Sub '(.+)'$/gm)])
    .map(([, name = '']) => {
      const known = name.replaceAll('${resourcePrefix}', prefix);
      // A stack name has letters, digits and hyphens, which stand for themselves.
      return new RegExp(`^${known.replaceAll(/\$\{.+?\}|\{\{.+?\}\}/g, '.+')}$`);
    });
}
