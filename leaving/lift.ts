import { UpdateTerminationProtectionCommand } from '@aws-sdk/client-cloudformation';
import pMap from 'p-map';
import { describeError, isNamed } from '../lambda/errors.ts';
import { isActive } from '../organization/accounts.ts';
import type { Account, AccountSession, Sessions } from '../organization/types.ts';
import type { StateTarget } from '../preflight/findings/state-file.ts';
import { LeavingError } from './errors.ts';

export interface LiftOptions {
  readonly sessions: Pick<Sessions, 'open'>;
  readonly accounts: readonly Account[];
  readonly say: (text: string) => void;
}

/**
 * Lifts the protection from deletion of stacks, and of no other. A stack that is gone, and an account
 * that is closed, are skipped: org-formation forgets both.
 *
 * @throws LeavingError with each stack that stays protected
 */
export async function lift(leaves: readonly StateTarget[], options: LiftOptions): Promise<void> {
  const byAccount = Map.groupBy(leaves, ({ accountId }) => accountId);
  const failures = await pMap(byAccount, ([id, targets]) => liftIn(id, targets, options), {
    concurrency: 10,
  });
  const all = failures.flat();
  if (all.length > 0) {
    throw new LeavingError(
      `${all.length} stacks are to be deleted, and stay protected from it. Nothing has been deployed: ` +
        `resolve the cause, and deploy again\n${all.join('\n')}`,
    );
  }
}

/** @returns what failed */
async function liftIn(
  accountId: string,
  targets: readonly StateTarget[],
  { sessions, accounts, say }: LiftOptions,
): Promise<string[]> {
  const account = accounts.find(({ id }) => id === accountId);
  if (!account || !isActive(account)) {
    const why = account ? `is ${account.state}` : 'is not in the organization';
    say(
      `account ${accountId} ${why}: a role can't be assumed in it. org-formation forgets its ${targets.length} stacks`,
    );
    return [];
  }
  try {
    const session = await sessions.open(accountId);
    const failed = await pMap(targets, (target) => liftOne(session, target, say), {
      concurrency: 4,
    });
    return failed.flat();
  } catch (error) {
    return [`account ${accountId}: ${describeError(error)}`];
  }
}

async function liftOne(
  { clients }: AccountSession,
  { stackName, accountId, region }: StateTarget,
  say: (text: string) => void,
): Promise<string[]> {
  try {
    await clients(region).cloudFormation.send(
      new UpdateTerminationProtectionCommand({
        StackName: stackName,
        EnableTerminationProtection: false,
      }),
    );
    say(`${stackName} of ${accountId} in ${region} leaves: it may be deleted`);
    return [];
  } catch (error) {
    return isGone(error)
      ? []
      : [`${stackName} of ${accountId} in ${region}: ${describeError(error)}`];
  }
}

/**
 * CloudFormation has no error of its own for it.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws/pull/48427
 */
export const isGone = (error: unknown): boolean =>
  isNamed(error, 'ValidationError') && /does not exist/.test(error.message);
