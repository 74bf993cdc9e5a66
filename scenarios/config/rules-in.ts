import {
  type ConfigServiceClient,
  paginateDescribeConfigRules,
  paginateDescribeConformancePacks,
} from '@aws-sdk/client-config-service';
import type { World } from '../scenario.ts';
import { sessionsOf } from '../sessions.ts';

async function clientOf(
  { rehearsal }: World,
  accountId: string,
  region: string,
): Promise<ConfigServiceClient> {
  const session = await sessionsOf(rehearsal).open(accountId);
  return session.clients(region).configService as ConfigServiceClient;
}

/** The names of the rules that the organization has put into an account and region. */
export async function rulesIn(world: World, accountId: string, region: string): Promise<string[]> {
  const client = await clientOf(world, accountId, region);
  const names: string[] = [];
  for await (const { ConfigRules = [] } of paginateDescribeConfigRules({ client }, {})) {
    names.push(...ConfigRules.map(({ ConfigRuleName = '' }) => ConfigRuleName));
  }
  return names.filter((name) => name.startsWith('OrgConfigRule-'));
}

/** The names of the packs that the organization has put into an account and region. */
export async function packsIn(world: World, accountId: string, region: string): Promise<string[]> {
  const client = await clientOf(world, accountId, region);
  const names: string[] = [];
  for await (const page of paginateDescribeConformancePacks({ client }, {})) {
    names.push(
      ...(page.ConformancePackDetails ?? []).map(
        ({ ConformancePackName = '' }) => ConformancePackName,
      ),
    );
  }
  return names.filter((name) => name.startsWith('OrgConformsPack-'));
}
