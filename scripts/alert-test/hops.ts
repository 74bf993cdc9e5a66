import { isActive, listAccounts } from '../../organization/accounts.ts';
import type { Account, Sessions, Settings } from '../../organization/types.ts';
import { AlertTestError } from './errors.ts';

export const paths = ['sign-ins', 'findings', 'config', 'all'] as const;

export type Path = (typeof paths)[number];

/** Where an event is put, and which way it takes from there. */
export interface Hop {
  path: Exclude<Path, 'all'>;
  account: Pick<Account, 'id' | 'name'>;
  region: string;
}

export interface HopOptions {
  sessions: Pick<Sessions, 'caller'>;
  settings: Settings;
  path: Path;
  /** Optional. Default: the first active account without a part to play. Not of findings. */
  accountId?: string | undefined;
  /** Optional. Default: the first governed region that is not the home region; of findings all. */
  region?: string | undefined;
}

/** @throws AlertTestError when there is no rule for it there */
export async function hopsOf(options: HopOptions): Promise<Hop[]> {
  const { settings, path, region, accountId } = options;
  if (path === 'findings' && accountId && accountId !== settings.securityAccountId) {
    throw new AlertTestError(
      `The account is ${accountId}, but findings of all accounts are in the security account ` +
        `${settings.securityAccountId}: leave --account out, or use --path sign-ins`,
    );
  }
  const alertsOfConfig = settings.findingSources.includes('config');
  if (path === 'config' && !alertsOfConfig) {
    throw new AlertTestError(
      'The path is config, but findingSources has no config, so that its rules raise no alerts: ' +
        'add config to findingSources, or leave --path out',
    );
  }
  const accounts = await listAccounts(options.sessions.caller.organizations);
  const takes = (one: Hop['path']) => path === one || path === 'all';
  return [
    ...(takes('sign-ins') ? [ofMember('sign-ins', options, accounts)] : []),
    ...(takes('findings') ? findings(settings, accounts, region) : []),
    ...(takes('config') && alertsOfConfig ? [ofMember('config', options, accounts)] : []),
  ];
}

/** Of an account whose rule forwards to the security account. */
function ofMember(
  path: 'sign-ins' | 'config',
  { settings, accountId, region }: HopOptions,
  accounts: Account[],
): Hop {
  const { homeRegion, governedRegions } = settings;
  const chosen = region ?? governedRegions.find((one) => one !== homeRegion) ?? homeRegion;
  const regions = path === 'sign-ins' ? 'signInRegions' : 'governedRegions';
  requireOneOf(regions, chosen, settings[regions]);
  return { path, account: accountOf(accounts, settings, accountId), region: chosen };
}

function findings(settings: Settings, accounts: Account[], region: string | undefined): Hop[] {
  const account = accountOf(accounts, settings, settings.securityAccountId);
  if (region !== undefined) {
    requireOneOf('governedRegions', region, settings.governedRegions);
  }
  const regions = region === undefined ? settings.governedRegions : [region];
  return regions.map((one) => ({ path: 'findings', account, region: one }));
}

function accountOf(accounts: Account[], settings: Settings, id: string | undefined): Account {
  const { managementAccountId, securityAccountId, logArchiveAccountId } = settings;
  const pivots = [managementAccountId, securityAccountId, logArchiveAccountId];
  const active = accounts.filter(isActive);
  const found =
    id === undefined
      ? // In an organization of three every account has a part to play.
        (active.find((account) => !pivots.includes(account.id)) ??
        active.find((account) => account.id === logArchiveAccountId))
      : active.find((account) => account.id === id);
  if (!found) {
    throw new AlertTestError(
      `The organization has no active account ${id ?? 'for the test'}: use one of ` +
        active.map((account) => account.id).join(', '),
    );
  }
  return found;
}

function requireOneOf(what: string, region: string, regions: readonly string[]): void {
  if (!regions.includes(region)) {
    throw new AlertTestError(
      `The region is ${region}, which is none of ${what}, so that no rule is there: ` +
        `use one of ${regions.join(', ')}`,
    );
  }
}
