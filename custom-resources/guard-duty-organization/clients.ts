import type { GuardDutyClient } from '@aws-sdk/client-guardduty';
import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import { isNamed, OutOfAttemptsError, RefusedError } from '../../lambda/errors.ts';
import { retryOn, type Sleep } from '../../lambda/retry.ts';

export interface Clients {
  guardDuty: Pick<GuardDutyClient, 'send'>;
  organizations: Pick<OrganizationsClient, 'send'>;
}

// GuardDuty has one error for every bad request. These are its texts while its service-linked role,
// a new detector or a new delegation has not propagated:
// https://github.com/aws-samples/aws-security-reference-architecture-examples/issues/178
// https://github.com/aws-samples/aws-security-reference-architecture-examples/issues/141
const INVALID_VALUE = /invalid or out-of-range value/i;
const NOT_DELEGATED = /required AWS Organization master permission/i;

/**
 * Retries, for at least a minute, while an earlier change has not propagated to GuardDuty.
 *
 * @throws RefusedError when the account still is not a delegated administrator
 * @throws OutOfAttemptsError when it still fails otherwise
 */
export async function retryPropagation<T>(sleep: Sleep, call: () => Promise<T>): Promise<T> {
  const options = { attempts: 8, sleep, baseMs: 10_000, maxMs: 20_000 };
  try {
    return await retryOn(isPropagation, call, options);
  } catch (error) {
    if (!(error instanceof OutOfAttemptsError) || !isNotDelegated(error.cause)) {
      throw error;
    }
    throw new RefusedError(
      "This account is not GuardDuty's delegated administrator in this region: " +
        'create Custom::GuardDutyAdministrator for it in the management account first',
      { cause: error.cause },
    );
  }
}

/** True for the error that the account is not, or not yet, the delegated administrator. */
export function isNotDelegated(error: unknown): boolean {
  return isNamed(error, 'BadRequestException') && NOT_DELEGATED.test(error.message);
}

function isPropagation(error: unknown): boolean {
  if (isNamed(error, 'InternalServerErrorException') || isNotDelegated(error)) {
    return true;
  }
  return isNamed(error, 'BadRequestException') && INVALID_VALUE.test(error.message);
}
