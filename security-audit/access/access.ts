import { describeError } from '../../lambda/errors.ts';
import { isActive, listAccounts } from '../../organization/accounts.ts';
import { CredentialsError, SettingsError } from '../../organization/errors.ts';
import type { Account } from '../../organization/types.ts';
import { OptionError } from '../errors.ts';
import type { CliOptions } from '../options.ts';
import { type BuildClients, type Clients, endedBy } from './clients.ts';
import {
  assumeRole,
  type Caller,
  identifyCaller,
  type Session,
  sessionLimits,
  sessionSeconds,
  startMfaSession,
} from './sessions.ts';
import { type AuditSettings, securityAccountId } from './settings.ts';

/** The access of the runner, once the caller is known. */
export interface Access {
  accounts: Account[];
  /** @throws SettingsError when the organization has no such account */
  securityAccountId(): string;
  /** Of the principal that assumes the audit role: the caller, or the role of --via. */
  clients: Clients;
  caller: Caller;
  /** Duration of a session of the audit role. */
  sessionSeconds: number;
  /** A session of the audit role in an account. */
  assume(accountId: string): Promise<Session>;
}

export interface AccessOptions {
  options: Pick<CliOptions, 'duration' | 'externalId' | 'mfa' | 'via'>;
  settings: AuditSettings;
  /** The audit role. */
  roleName: string;
  buildClients: BuildClients;
  /** Prompts for the code of an MFA device. */
  askCode: (serial: string) => Promise<string>;
  warn: (text: string) => void;
  /** Aborts every call, also later ones. */
  signal: AbortSignal;
}

/**
 * Identifies the caller, starts the one session that needs a code, and lists the accounts.
 * @throws CredentialsError, OptionError, NothingToReadError
 */
export async function openAccess(given: AccessOptions): Promise<Access> {
  const { options, settings, roleName, warn } = given;
  const buildClients: BuildClients = (one) => endedBy(given.signal, given.buildClients(one));
  const { homeRegion: region } = settings;
  let clients = buildClients({ region });
  let caller = await identifyCaller(clients.sts);
  if (options.mfa !== undefined) {
    const code = await given.askCode(options.mfa);
    const session = await startMfaSession(clients.sts, options.mfa, code);
    clients = buildClients({ region, credentials: async () => session });
  }
  const accounts = await listAccounts(clients.organizations);
  const security = () => securityAccountId(settings, accounts);
  if (options.via !== undefined) {
    clients = await through(clients, {
      caller,
      region,
      options,
      security: security(),
      via: options.via,
      buildClients,
    });
    caller = await identifyCaller(clients.sts);
  }
  const stranger = roleName === settings.roleName ? strangerIn(caller, security) : undefined;
  if (stranger !== undefined) {
    warn(stranger);
  }
  const { seconds, warning } = sessionSeconds(options.duration, caller);
  if (warning !== undefined) {
    warn(warning);
  }
  const { sts } = clients;
  const { partition } = caller;
  const externalId = options.externalId ?? settings.externalId;
  return {
    ...{ accounts, clients, caller, securityAccountId: security, sessionSeconds: seconds },
    assume: (accountId) =>
      assumeRole(sts, { ...{ partition, accountId, roleName, externalId, seconds } }),
  };
}

/** The remedy when the audit role does not trust the caller's account. */
function strangerIn({ accountId }: Caller, security: () => string): string | undefined {
  try {
    return accountId === security()
      ? undefined
      : `the credentials are of ${accountId}, and audit roles trust ${security()}, the security ` +
          'account: give --via a role there, or --role one that trusts you';
  } catch (error) {
    // An organization without that account: the principals that its roles trust are not known.
    if (error instanceof SettingsError) {
      return undefined;
    }
    throw error;
  }
}

/** Clients of a role in the security account, whose session is renewed during the run. */
async function through(
  { sts }: Clients,
  context: {
    caller: Caller;
    region: string;
    options: AccessOptions['options'];
    security: string;
    via: string;
    buildClients: BuildClients;
  },
): Promise<Clients> {
  const { caller, region, options, security, via, buildClients } = context;
  if (caller.accountId === security) {
    throw new OptionError(
      `--via is for callers of another account than the security account, ${security}, whose ` +
        'credentials you have: remove it',
    );
  }
  const { partition } = caller;
  // Every role allows an hour, and few allow more; the session is renewed after that.
  const seconds = Math.min(options.duration, sessionLimits.chained);
  const role = { partition, accountId: security, roleName: via, seconds };
  const credentials = () => assumeRole(sts, role);
  try {
    await credentials();
  } catch (error) {
    throw new CredentialsError(
      `The role ${via} of the security account cannot be assumed (${describeError(error)}): ` +
        'give --via a role that trusts the caller',
      { cause: error },
    );
  }
  return buildClients({ region, credentials });
}

/** Accounts in which the role is tried, at most: where it is missing in these, it is missing in all. */
const tried = 10;

/**
 * Tries the audit role, before scanners are installed: a mistake in its name, its external id or the
 * credentials fails every scan.
 * @throws CredentialsError when it can be assumed in none of the first accounts
 */
export async function requireRole(
  { assume }: Pick<Access, 'assume'>,
  roleName: string,
  accounts: readonly Pick<Account, 'id' | 'state'>[],
): Promise<void> {
  const active = accounts.filter(isActive).slice(0, tried);
  let last: unknown;
  for (const { id } of active) {
    try {
      await assume(id);
      return;
    } catch (error) {
      last = error;
    }
  }
  if (last !== undefined) {
    const where = active.map(({ id }) => id).join(', ');
    throw new CredentialsError(
      `The role ${roleName} cannot be assumed in ${where} (${describeError(last)}): deploy ` +
        'audit-role, or name another --role or --external-id',
      { cause: last },
    );
  }
}

/** @throws OptionError when the credentials are not those of the account that owns the bucket */
export function requireUploader({ caller, securityAccountId: ownerOf }: Access): void {
  const owner = ownerOf();
  if (caller.accountId !== owner) {
    throw new OptionError(
      `--upload writes to a bucket of the security account, ${owner}, but the credentials are of ` +
        `${caller.accountId}: use credentials of ${owner}, or --via a role there`,
    );
  }
}
