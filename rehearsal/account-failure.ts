import type { ListedAccount } from './accounts.ts';
import type { Organization } from './organization.ts';
import { isAccount } from './organization-types.ts';
import { Problem } from './problem.ts';

/** What is known of the accounts when ofn has failed. */
export interface KnownAccounts {
  readonly accounts: readonly ListedAccount[];
  readonly organization: Organization;
}

/** AWS says of an account that is closed or pending only that its role can't be assumed. */
const refusal = /not authorized to perform: sts:AssumeRole on resource: arn:[^:]+:iam::(\d{12}):/;

/**
 * The account that ofn could not enter because it is not active, at its place in organization.yml.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_account_state.html
 */
export function explainAccount(
  output: string,
  { accounts, organization }: KnownAccounts,
): Problem | undefined {
  const id = refusal.exec(output)?.[1];
  const account = accounts.find((one) => one.id === id);
  if (!account || account.state === 'ACTIVE') {
    return undefined;
  }
  const { name, state, email } = account;
  const fault = {
    cause: `${name} ${id} is ${state}: its role can't be assumed, and nothing can be deployed there`,
    remedy:
      state === 'PENDING_ACTIVATION'
        ? `wait until aws organizations describe-account --account-id ${id} answers ACTIVE`
        : 'move it to a unit that bindings exclude, such as SuspendedOu, or remove it',
  };
  const declared = organization.resources.find(
    (resource) =>
      isAccount(resource) &&
      (String(resource.properties.AccountId) === id ||
        String(resource.properties.RootEmail).toLowerCase() === email.toLowerCase()),
  );
  return new Problem(declared?.at([], fault) ?? { file: organization.file, ...fault });
}
