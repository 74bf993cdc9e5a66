import { ListRegionsCommand } from '@aws-sdk/client-account';
import type { ProblemParts } from 'ofn-rehearse';
import pMap from 'p-map';
import { collect } from '../lambda/paging.ts';
import { isActive } from '../organization/accounts.ts';
import { readRegions } from '../organization/regions.ts';
import type { Account, Clients, Sessions, Settings } from '../organization/types.ts';
import type { OptInExclusions } from './opt-in-exclusions.ts';
import type { Faults } from './parameter.ts';

/** Whose stacks go to every account and region. */
const everywhere: readonly string[] = ['config-recorder', 'flow-logs', 'sign-in-monitoring'];

export interface RegionOptions {
  readonly file: string;
  readonly settings: Settings;
  readonly accounts: readonly Account[];
  readonly sessions: Pick<Sessions, 'open'>;
  /** The capabilities that are deployed. */
  readonly capabilities: ReadonlySet<string>;
  /** What `optInExclusions` says. */
  readonly exclusions: OptInExclusions;
  /** The logical name of an account; undefined when organization.yml has none. */
  readonly logicalNameOf: (account: Account) => string | undefined;
  /** Takes what is reported without stopping anything. */
  readonly note: (text: string) => void;
}

export interface OptInRegions {
  readonly regions: readonly string[];
  readonly faults: readonly ProblemParts[];
}

/**
 * Looks for accounts that have not enabled a region that is governed. org-formation waits ten minutes
 * for each stack there, and then says that the account seems stuck initializing. GuardDuty by AWS
 * Organizations and findings leave such an account out by themselves; other capabilities leave out
 * those that `optInExclusions` names. Either is reported. No capability can do without the
 * management and the security account, and the log archive, whose policies name principals of the
 * region. An account that organization.yml does not declare has no stacks.
 *
 * @returns the regions that accounts opt in to, of those that are governed; and accounts, region and
 *   the setting to add, where something can't be deployed, or accounts are left out of a region that
 *   every account has
 * @see https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
 * @see https://github.com/org-formation/aws-resource-providers/issues/97
 */
export async function readOptInRegions(options: RegionOptions): Promise<OptInRegions> {
  const { settings, accounts, sessions } = options;
  const { homeRegion, managementAccountId } = settings;
  const management = await sessions.open(managementAccountId);
  const optIn = await optInRegions(management.clients(homeRegion).account);
  const governed = [...new Set([...settings.governedRegions, ...settings.signInRegions])];
  const always = [...faultsOfExclusions(options, optIn)];
  const regions = governed.filter((region) => optIn.has(region));
  if (regions.length === 0) {
    return { regions, faults: always };
  }
  const active = accounts.filter(isActive);
  const statuses = await pMap(
    active,
    async ({ id }) => {
      const session = await sessions.open(id);
      return readRegions(session.clients(homeRegion).account);
    },
    { concurrency: 10 },
  );
  const faults = regions.flatMap((region) => {
    const without = active.filter((_, index) => statuses[index]?.notEnabled.has(region));
    noteEnabled(options, region, without);
    return without.length > 0 ? [...faultsOfRegion(options, region, without)] : [];
  });
  return { regions, faults: [...always, ...faults] };
}

/** That accounts are left out of a region that all of them have. */
function* faultsOfExclusions(
  { file, exclusions }: RegionOptions,
  optIn: ReadonlySet<string>,
): Faults {
  for (const always of [...exclusions.keys()].filter((region) => !optIn.has(region))) {
    yield {
      file,
      place: 'optInExclusions',
      cause: `optInExclusions names ${always}, which every account has`,
      remedy: 'remove the entry: it would leave accounts out for no reason',
    };
  }
}

/** An account that is left out and has enabled the region is a hole that nothing fails for. */
function noteEnabled(
  { exclusions, accounts, logicalNameOf, note }: RegionOptions,
  region: string,
  without: readonly Account[],
): void {
  const names = exclusions.get(region) ?? [];
  const enabled = accounts.filter(
    (account) => !without.includes(account) && names.includes(logicalNameOf(account) ?? ''),
  );
  if (enabled.length > 0) {
    note(
      `${region} is enabled in ${named(enabled)}, which optInExclusions leaves out there: remove it\n`,
    );
  }
}

function* faultsOfRegion(
  options: RegionOptions,
  region: string,
  without: readonly Account[],
): Faults {
  const { file, settings, note } = options;
  const { managementAccountId, securityAccountId, logArchiveAccountId } = settings;
  const parts = [managementAccountId, securityAccountId, logArchiveAccountId];
  const needed = without.filter(({ id }) => parts.includes(id));
  const byStacks = deployingEverywhere(options);
  const stop =
    needed.length > 0 ? needed : byStacks.length > 0 ? notNamed(options, region, without) : [];
  const [first] = stop;
  if (first === undefined) {
    const who = ['GuardDuty', ...byStacks].join(', ');
    const leave = byStacks.length > 0 ? 'leave' : 'leaves';
    const them = without.length > 1 ? 'them' : 'it';
    note(`${region} is not enabled in ${named(without)}: ${who} ${leave} ${them} out there\n`);
    return;
  }
  const why = needed.length > 0 ? '' : `, to which ${byStacks.join(', ')} deploy`;
  const leave =
    needed.length > 0
      ? ''
      : `leave them out there with optInExclusions: ['${entryOf(options, region, stop)}'] (docs/upgrades/opt-in-regions.md); or `;
  yield {
    file,
    place: 'governedRegions',
    cause: `${region} is not enabled in ${named(stop)}${why}: org-formation would wait for ten minutes, and fail`,
    remedy: `${leave}run aws account enable-region --region-name ${region} --account-id ${first.id}, and so for each; or govern ${region} no longer`,
  };
}

const deployingEverywhere = ({ capabilities, settings }: RegionOptions): string[] => [
  ...everywhere.filter((name) => capabilities.has(name)),
  ...(settings.guardDutyMembership === 'invitation' ? ['guard-duty'] : []),
];

/** Declared accounts that `optInExclusions` does not name for the region. */
function notNamed(
  { exclusions, logicalNameOf }: RegionOptions,
  region: string,
  without: readonly Account[],
): Account[] {
  const names = exclusions.get(region) ?? [];
  return without.filter((account) => {
    const name = logicalNameOf(account);
    return name !== undefined && !names.includes(name);
  });
}

/** The entry that leaves them out, too. */
function entryOf(
  { exclusions, logicalNameOf }: RegionOptions,
  region: string,
  more: readonly Account[],
): string {
  const names = [
    ...(exclusions.get(region) ?? []),
    ...more.flatMap((one) => logicalNameOf(one) ?? []),
  ];
  return `${region}=${names.join(',')}`;
}

function named(accounts: readonly Account[]): string {
  const more = accounts.length > 5 ? ` and ${accounts.length - 5} more` : '';
  return `${accounts
    .slice(0, 5)
    .map(({ id, name }) => `${name} ${id}`)
    .join(', ')}${more}`;
}

/** Regions that accounts have to enable, whether the account that is asked has or not. */
async function optInRegions(account: Clients['account']): Promise<ReadonlySet<string>> {
  const regions = await collect(async (NextToken) => {
    const page = await account.send(new ListRegionsCommand({ NextToken, MaxResults: 50 }));
    return { items: page.Regions, next: page.NextToken };
  });
  return new Set(
    regions
      .filter(({ RegionOptStatus }) => RegionOptStatus !== 'ENABLED_BY_DEFAULT')
      .map(({ RegionName = '' }) => RegionName),
  );
}
