import { type InstanceMetadata, ListInstancesCommand } from '@aws-sdk/client-sso-admin';
import pMap from 'p-map';
import { collect } from '../../lambda/paging.ts';
import type { AccountSession } from '../../organization/types.ts';

const regionsAtATime = 6;

/**
 * The regions of the organization's instance of IAM Identity Center, the primary one first, and those
 * that it is replicated to: its users sign in through each. None without an instance.
 *
 * @param regions those to ask: ListInstances answers for the region that it is called in
 * @see https://docs.aws.amazon.com/singlesignon/latest/userguide/multi-region-iam-identity-center.html
 */
export async function readIdentityCenterRegions(
  { clients }: Pick<AccountSession, 'clients'>,
  regions: readonly string[],
): Promise<string[]> {
  const found = await pMap(regions, (region) => instancesIn(clients, region), {
    concurrency: regionsAtATime,
  });
  return [...new Set(found.flat())];
}

async function instancesIn(clients: AccountSession['clients'], region: string): Promise<string[]> {
  const instances = await collect<InstanceMetadata>(async (NextToken) => {
    const page = await clients(region).ssoAdmin.send(new ListInstancesCommand({ NextToken }));
    return { items: page.Instances, next: page.NextToken };
  });
  return instances.flatMap(({ PrimaryRegion = region, Regions = [] }) => [
    PrimaryRegion,
    ...Regions.flatMap(({ RegionName }) => RegionName ?? []),
  ]);
}
