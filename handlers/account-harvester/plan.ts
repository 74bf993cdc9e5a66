import type { StackInstanceSummary } from '@aws-sdk/client-cloudformation';
import { type Cursor, PHASES } from './cursor.ts';

/** Why an account did not converge. */
export interface Failure {
  account: string;
  reason: string;
}

/** The accounts by the change of their instance; those in `inStep` need none. */
export interface Plan {
  inStep: string[];
  remove: string[];
  create: string[];
  update: string[];
}

export type Action = Exclude<keyof Plan, 'inStep'>;

/** Accounts of one operation. */
export interface Batch {
  action: Action;
  accounts: string[];
}

/**
 * The changes that reconcile the instances with the active accounts, in both directions.
 *
 * A failed instance is retried by a new operation, as AWS documents: by creation while there is no
 * stack, by an update when there is one. One that is INOPERABLE is excluded from updates, and its
 * stack has the bucket, so that another can't be created: it is left to the operator, as a failed
 * import is.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStackInstances.html
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackInstanceSummary.html
 */
export function planOf(
  active: ReadonlySet<string>,
  instances: readonly StackInstanceSummary[],
): Plan {
  const plan: Plan = { inStep: [], remove: [], create: [], update: [] };
  const seen = new Set<string>();
  for (const instance of instances) {
    const { Account: id = '' } = instance;
    seen.add(id);
    if (!active.has(id)) {
      plan.remove.push(id);
    } else {
      for (const what of neededBy(instance)) {
        plan[what].push(id);
      }
    }
  }
  for (const id of active) {
    if (!seen.has(id)) {
      plan.create.push(id);
    }
  }
  for (const ids of Object.values(plan)) {
    ids.sort();
  }
  return plan;
}

function neededBy(instance: StackInstanceSummary): (keyof Plan)[] {
  const detail = detailOf(instance);
  if (detail === 'FAILED_IMPORT' || isInoperable(instance)) {
    return [];
  }
  if (instance.Status === 'CURRENT' && detail === 'SUCCEEDED') {
    return ['inStep'];
  }
  return instance.StackId ? ['update'] : ['create'];
}

function isInoperable(instance: StackInstanceSummary): boolean {
  return instance.Status === 'INOPERABLE' || detailOf(instance) === 'INOPERABLE';
}

/** Instances that are older than their detailed status lack it. */
function detailOf({ Status, StackInstanceStatus }: StackInstanceSummary): string {
  return StackInstanceStatus?.DetailedStatus ?? (Status === 'CURRENT' ? 'SUCCEEDED' : 'FAILED');
}

/**
 * Accounts of one operation. The API sets no maximum: this many fit well into a request, which may
 * have 200 parameters of 4,096 bytes, and are half of the concurrent instances, so that other
 * StackSets can progress too.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 */
export const BATCH = 5000;
/** Each is described before, which takes half a minute. */
const REMOVE_BATCH = 200;

/**
 * The next batch after the cursor, of `most` accounts; undefined when nothing is left to change.
 */
export function nextBatch(
  plan: Plan,
  { phase, after }: Cursor,
  most: number = BATCH,
): Batch | undefined {
  for (const action of PHASES.slice(PHASES.indexOf(phase))) {
    if (action === 'replay') {
      break;
    }
    const accounts = plan[action].filter((id) => action !== phase || id > after);
    const size = Math.min(most, action === 'remove' ? REMOVE_BATCH : BATCH);
    if (accounts.length > 0) {
      return { action, accounts: accounts.slice(0, size) };
    }
  }
  return undefined;
}

/**
 * An operation targets accounts of the organization's root: it skips one that has left.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeploymentTargets.html
 */
const LEFT_OUT = 'the operation ended without it';

/**
 * Accounts that did not converge in the end: active ones that are not in step now, and others that
 * still have an instance that was to be removed. `reasons` are those of the operations.
 */
export function failuresOf(
  active: ReadonlySet<string>,
  plan: Plan,
  instances: readonly StackInstanceSummary[],
  reasons: ReadonlyMap<string, string>,
): Failure[] {
  const byAccount = new Map(instances.map((instance) => [instance.Account ?? '', instance]));
  const inStep = new Set(planOf(active, instances).inStep);
  const lacking = [...active].filter((id) => !inStep.has(id));
  const left = plan.remove.filter((id) => !active.has(id) && byAccount.has(id));
  return [...lacking, ...left].sort().map((account) => {
    const instance = byAccount.get(account);
    const reason = reasons.get(account);
    if (!active.has(account)) {
      return { account, reason: `not removed: ${reason ?? LEFT_OUT}` };
    }
    return { account, reason: `${reason ?? reasonOf(instance)}${remedyOf(instance)}` };
  });
}

function reasonOf(instance: StackInstanceSummary | undefined): string {
  if (!instance) {
    return 'it has no stack instance';
  }
  const state = `${instance.Status}, ${detailOf(instance)}`;
  return instance.StatusReason ? `${instance.StatusReason} (${state})` : `its state is ${state}`;
}

function remedyOf(instance: StackInstanceSummary | undefined): string {
  if (!instance || detailOf(instance) === 'FAILED_IMPORT' || !isInoperable(instance)) {
    return '';
  }
  return ', StackSets no longer update it: import its stack as the README of security-reporting says';
}
