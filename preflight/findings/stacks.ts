import type { StackSnapshot } from 'ofn-rehearse';
import type { Finding } from '../finding.ts';
import type { Check } from '../subject.ts';
import { finding, type Kind, type Topic } from './kind.ts';
import { at, type Spot, spotOf } from './view.ts';

const kindOf = (kind: string, level: Kind['level'], title: string, solvedBy: string): Kind => ({
  kind,
  level,
  title,
  solvedBy,
});

const again = kindOf(
  'stack-created-again',
  'note',
  'a stack whose creation was rolled back',
  'nothing: org-formation deletes it, and creates it again',
);
const guarded = kindOf(
  'stack-protected',
  'no-go',
  'a stack that org-formation has to delete first is protected from deletion',
  'a command',
);
const deleteFailed = kindOf(
  'stack-delete-failed',
  'no-go',
  'a stack could not be deleted',
  'a command',
);
const rollbackFailed = kindOf(
  'stack-rollback-failed',
  'no-go',
  'the creation of a stack could not be rolled back',
  'a command',
);
const updateFailed = kindOf(
  'stack-update-rollback-failed',
  'no-go',
  'the update of a stack could not be rolled back',
  'a command',
);
const review = kindOf(
  'stack-in-review',
  'no-go',
  'a change set has made a stack that is still empty',
  'a command',
);
const rollingBack = kindOf(
  'stack-rolling-back',
  'no-go',
  'a stack is being rolled back, and org-formation fails, or deletes it, meanwhile',
  'waiting',
);
const busy = kindOf(
  'stack-busy',
  'note',
  'a stack is being changed: org-formation waits for ten minutes',
  'waiting',
);

/**
 * What org-formation does with a stack that can't be updated is in its code: it deletes and creates
 * one whose state contains ROLLBACK_COMPLETE or DELETE_FAILED, waits for some that are in progress, and
 * fails for the others. A cleanup after an update that was rolled back contains ROLLBACK_COMPLETE, too.
 *
 * @see https://github.com/org-formation/org-formation-cli/blob/master/src/util/aws-util.ts
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html
 */
function kindFor({ StackStatus, EnableTerminationProtection }: StackSnapshot): Kind | undefined {
  switch (StackStatus) {
    case 'ROLLBACK_COMPLETE':
      return EnableTerminationProtection ? guarded : again;
    case 'DELETE_FAILED':
      return deleteFailed;
    case 'ROLLBACK_FAILED':
      return rollbackFailed;
    case 'UPDATE_ROLLBACK_FAILED':
      return updateFailed;
    case 'REVIEW_IN_PROGRESS':
      return review;
    case 'ROLLBACK_IN_PROGRESS':
    case 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS':
      return rollingBack;
    default:
      return StackStatus.endsWith('_IN_PROGRESS') ? busy : undefined;
  }
}

const failedIn = ({ resources }: StackSnapshot): string[] =>
  resources
    .filter(({ ResourceStatus }) => /_FAILED$/.test(ResourceStatus))
    .map(({ LogicalResourceId }) => LogicalResourceId);

function remedyFor(kind: Kind, stack: StackSnapshot, { account, place }: Spot): string {
  const of = `--stack-name ${stack.StackName} --region ${place.region}`;
  const failed = failedIn(stack);
  const run = (command: string) => `with credentials of ${account.Id}, run ${command}`;
  switch (kind) {
    case again:
      return 'nothing to do: org-formation deletes it, and creates it again';
    case guarded:
      return run(
        `aws cloudformation update-termination-protection --no-enable-termination-protection ${of}`,
      );
    case deleteFailed: {
      const retained = failed.length > 0 ? ` --retain-resources ${failed.join(' ')}` : '';
      return run(`aws cloudformation delete-stack ${of}${retained}`);
    }
    case updateFailed: {
      const skipped = failed.length > 0 ? ` --resources-to-skip ${failed.join(' ')}` : '';
      return run(`aws cloudformation continue-update-rollback ${of}${skipped}`);
    }
    case rollingBack:
    case busy:
      return `wait until aws cloudformation describe-stacks ${of} answers another status`;
    default:
      return run(`aws cloudformation delete-stack ${of}`);
  }
}

function findingOf(kind: Kind, stack: StackSnapshot, spot: Spot): Finding {
  const { StackName, StackStatus, StackStatusReason } = stack;
  const why = StackStatusReason === undefined ? '' : ` (${StackStatusReason})`;
  return finding(kind, {
    found: `the stack ${StackName} is in the state ${StackStatus}${why}`,
    places: [at(spot.account.Id, spot.place.region)],
    remedy: remedyFor(kind, stack, spot),
  });
}

const check: Check = function* (subject) {
  for (const { stackName, accountId, region } of subject.stacks) {
    const spot = spotOf(subject, accountId, region);
    const stack = spot?.place.stacks.find(({ StackName }) => StackName === stackName);
    const kind = stack && kindFor(stack);
    if (spot && stack && kind) {
      yield findingOf(kind, stack, spot);
    }
  }
};

/** Stacks in a state that CloudFormation updates no more. */
export const stacks: Topic = {
  kinds: [guarded, deleteFailed, rollbackFailed, updateFailed, review, rollingBack, busy, again],
  check,
};
