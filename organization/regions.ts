import { ListRegionsCommand } from '@aws-sdk/client-account';
import { describeError } from '../lambda/errors.ts';
import { collect } from '../lambda/paging.ts';
import type { Clients } from './types.ts';

/** What is known about the regions of one account. */
export interface RegionStatus {
  /** Regions that the account cannot use, with their opt-in status. */
  notEnabled: ReadonlyMap<string, string>;
  /** Why nothing is known; absent when it is. */
  unknown?: string;
}

const usable = new Set(['ENABLED', 'ENABLED_BY_DEFAULT']);

/**
 * The regions that an account has not enabled. A status that cannot be read hides
 * nothing: the region is then read as if it were enabled. So is a region that AWS
 * does not list, as it may be misspelt.
 * @see https://docs.aws.amazon.com/accounts/latest/reference/API_ListRegions.html
 */
export async function readRegions(account: Clients['account']): Promise<RegionStatus> {
  try {
    const regions = await collect(async (NextToken) => {
      const page = await account.send(new ListRegionsCommand({ NextToken, MaxResults: 50 }));
      return { items: page.Regions, next: page.NextToken };
    });
    const notEnabled = regions
      .map(({ RegionName = '', RegionOptStatus = '' }) => [RegionName, RegionOptStatus] as const)
      .filter(([, status]) => !usable.has(status));
    return { notEnabled: new Map(notEnabled) };
  } catch (error) {
    return { notEnabled: new Map(), unknown: describeError(error) };
  }
}
