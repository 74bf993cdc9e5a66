import { deniedActions } from '../../templates/denied-actions.ts';
import type { Calls } from '../types.ts';

/**
 * As botocore says it, of services of every protocol.
 * @see https://github.com/prowler-cloud/prowler/issues/5952
 * @see https://github.com/prowler-cloud/prowler/issues/4576
 */
const refusal =
  /An error occurred \((?:AccessDenied|AccessDeniedException|AuthorizationError|NotAuthorizedException|UnauthorizedOperation)\) when calling the (\w+) operation\b/;

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
const named = /\bis not authorized to perform: ([a-z0-9-]+:\w+)/i;

/** The action that AWS refused in a line of a log, or its operation where AWS does not name it. */
export function refusedIn(line: string): string | undefined {
  const [whole, operation] = refusal.exec(line) ?? [];
  return whole === undefined
    ? undefined
    : (named.exec(line.slice(line.indexOf(whole)))?.[1] ?? operation);
}

const denied = new Set(deniedActions);

/** Whether the audit role denies it in any case: no permission is missing then. */
export const isDeniedOnPurpose = (action: string): boolean => denied.has(action);

/** Each action with its number of calls, in alphabetical order: `glue:GetTags (2), kms:ListKeys (1)`. */
export function callsLine(calls: Calls): string {
  return Object.entries(calls)
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([action, count]) => `${action} (${count})`)
    .join(', ');
}
