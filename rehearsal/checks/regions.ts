import { ListRegionsCommand } from '@aws-sdk/client-account';
import pMap from 'p-map';
import { isActive } from '../../coverage/accounts.ts';
import { collect } from '../../coverage/pages.ts';
import { readRegions } from '../../coverage/regions.ts';
import type { Account, Clients, Sessions, Settings } from '../../coverage/types.ts';
import { Problem } from '../problem.ts';

/** Whose stacks go to every account and region. */
const everywhere: readonly string[] = ['config-recorder', 'flow-logs', 'sign-in-monitoring'];

export interface RegionOptions {
  readonly file: string;
  readonly settings: Settings;
  readonly accounts: readonly Account[];
  readonly sessions: Pick<Sessions, 'open'>;
  /** The capabilities that are deployed. */
  readonly capabilities: ReadonlySet<string>;
  /** Takes what is reported without stopping anything. */
  readonly note: (text: string) => void;
}

/**
 * Looks for accounts that have not enabled a region that is governed. org-formation waits ten minutes
 * for each stack there, and then says that the account seems stuck initializing. GuardDuty by AWS
 * Organizations and findings leave such an account out, and it is reported. They need the management
 * and the security account, and the log archive, whose policies name principals of the region; the
 * other capabilities need every account.
 *
 * @returns the regions that accounts opt in to, of those that are governed
 * @throws Problem naming accounts and region, when something can't be deployed
 * @see https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
 * @see https://github.com/org-formation/aws-resource-providers/issues/97
 */
export async function checkRegions(options: RegionOptions): Promise<readonly string[]> {
  const { settings, accounts, sessions } = options;
  const { homeRegion, managementAccountId } = settings;
  const management = await sessions.open(managementAccountId);
  const optIn = await optInRegions(management.clients(homeRegion).account);
  const governed = [...new Set([...settings.governedRegions, ...settings.signInRegions])];
  const regions = governed.filter((region) => optIn.has(region));
  if (regions.length === 0) {
    return [];
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
  for (const region of regions) {
    const without = active.filter((_, index) => statuses[index]?.notEnabled.has(region));
    if (without.length > 0) {
      report(options, region, without);
    }
  }

  return regions;
}

function report(options: RegionOptions, region: string, without: readonly Account[]): void {
  const { file, settings, capabilities, note } = options;
  const { managementAccountId, securityAccountId, logArchiveAccountId } = settings;
  const parts = [managementAccountId, securityAccountId, logArchiveAccountId];
  const needed = without.filter(({ id }) => parts.includes(id));
  const byStacks = [
    ...everywhere.filter((name) => capabilities.has(name)),
    ...(settings.guardDutyMembership === 'invitation' ? ['guard-duty'] : []),
  ];
  const stop = needed.length > 0 ? needed : byStacks.length > 0 ? without : [];
  const [first] = stop;
  if (first === undefined) {
    note(`${region} is not enabled in ${named(without)}: GuardDuty leaves them out there\n`);
    return;
  }
  const why = needed.length > 0 ? '' : `, to which ${byStacks.join(', ')} deploy`;
  throw new Problem({
    file,
    place: 'governedRegions',
    cause: `${region} is not enabled in ${named(stop)}${why}: org-formation would wait for ten minutes, and fail`,
    remedy: `run aws account enable-region --region-name ${region} --account-id ${first.id}, and so for each; or govern ${region} no longer`,
  });
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
