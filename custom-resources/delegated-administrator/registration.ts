import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import {
  type DelegatedService,
  DeregisterDelegatedAdministratorCommand,
  ListDelegatedServicesForAccountCommand,
  RegisterDelegatedAdministratorCommand,
} from '@aws-sdk/client-organizations';
import { describeError, isNamed, RefusedError } from '../../lambda/errors.ts';
import { retryWrite } from '../../lambda/organizations.ts';
import { collect } from '../../lambda/paging.ts';
import { retryOn, type Sleep } from '../../lambda/retry.ts';

export interface Clients {
  organizations: Pick<OrganizationsClient, 'send'>;
}

interface Registration {
  accountId: string;
  principal: string;
  sleep: Sleep;
}

/**
 * Deregistering an existing administrator disables its resources, such as analyzers with their
 * findings, so the remedy is not to deregister.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-settings.html
 */
function leaveIt(reason: string): string {
  return (
    `${reason}. Leave the service to it: remove it from delegatedServices, ` +
    'and remove the capability that needs it from organization-tasks.yml'
  );
}

// What to do about the reasons of ConstraintViolationException:
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_ConstraintViolationException.html
const REMEDIES: Readonly<Record<string, string>> = {
  SERVICE_ACCESS_NOT_ENABLED: 'enable trusted access of the service first (Custom::TrustedAccess)',
  DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE: leaveIt(
    'another account administers it, and AWS allows one',
  ),
  MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED: leaveIt(
    'as many accounts as AWS allows administer it',
  ),
  CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR:
    'choose an account other than the management account',
  CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR: 'choose an account that is active',
};

/** The services that the account administers; none when it is not a delegated administrator. */
export async function listDelegated(
  { organizations }: Clients,
  AccountId: string,
): Promise<Set<string | undefined>> {
  try {
    const services = await collect<DelegatedService>(async (NextToken) => {
      const page = await organizations.send(
        new ListDelegatedServicesForAccountCommand({ AccountId, NextToken }),
      );
      return { items: page.DelegatedServices, next: page.NextToken };
    });
    return new Set(services.map((service) => service.ServicePrincipal));
  } catch (error) {
    // It does not administer any service.
    if (isNamed(error, 'AccountNotRegisteredException')) {
      return new Set();
    }
    throw error;
  }
}

/** Registers, also while AWS Organizations is busy or trusted access has not propagated. */
export async function register(
  { organizations }: Clients,
  { accountId, principal, sleep }: Registration,
): Promise<void> {
  const input = { AccountId: accountId, ServicePrincipal: principal };
  const write = () => organizations.send(new RegisterDelegatedAdministratorCommand(input));
  const isTooEarly = (error: unknown) => reasonOf(error) === 'SERVICE_ACCESS_NOT_ENABLED';
  try {
    const options = { attempts: 5, sleep, baseMs: 2000 };
    await retryOn(isTooEarly, () => retryWrite(sleep, write), options);
  } catch (error) {
    if (isNamed(error, 'AccountAlreadyRegisteredException')) {
      return; // the desired state
    }
    throw explain(error, accountId, principal);
  }
}

/** Deregisters; succeeds if the account is not registered. */
export async function deregister(
  { organizations }: Clients,
  { accountId, principal, sleep }: Registration,
): Promise<void> {
  const input = { AccountId: accountId, ServicePrincipal: principal };
  const write = () => organizations.send(new DeregisterDelegatedAdministratorCommand(input));
  try {
    await retryWrite(sleep, write);
  } catch (error) {
    if (!isNamed(error, 'AccountNotRegisteredException')) {
      throw error; // otherwise the desired state
    }
  }
}

function reasonOf(error: unknown): string | undefined {
  if (!isNamed(error, 'ConstraintViolationException')) {
    return undefined;
  }
  return 'Reason' in error && typeof error.Reason === 'string' ? error.Reason : undefined;
}

function explain(error: unknown, accountId: string, principal: string): unknown {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const reason = reasonOf(cause);
  if (reason === undefined) {
    return error;
  }
  const remedy = REMEDIES[reason] ?? describeError(cause);
  const text = `${accountId} cannot administer ${principal} (${reason}): ${remedy}`;
  return new RefusedError(text, { cause });
}
