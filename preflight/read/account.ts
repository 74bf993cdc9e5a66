import { ListRegionsCommand } from '@aws-sdk/client-account';
import type { Account as ListedAccount } from '@aws-sdk/client-organizations';
import type { AccountSnapshot, PlaceSnapshot, Refusal, Tags } from 'ofn-rehearse';
import pMap from 'p-map';
import { stateOf } from '../../lambda/accounts.ts';
import { collect } from '../../lambda/paging.ts';
import type { AccountSession, Clients, Sessions } from '../../organization/types.ts';
import { attempts, refusalOf } from './attempts.ts';
import { readBuckets } from './buckets.ts';
import { readPlace } from './place.ts';
import { readRoles } from './roles.ts';
import type { Work } from './work.ts';

/** What AWS Organizations knows of an account. */
export interface Listed {
  readonly account: ListedAccount;
  readonly parentId: string;
  readonly tags: Tags;
}

const regionsAtATime = 6;
const nothing = { regionOptStatus: {}, roles: [], buckets: [], places: [], unread: {} };

/**
 * Reads an account with the role that is assumed in it. One that is not active is not opened: no
 * role can be assumed in it, and nothing is deployed to it.
 */
export async function readAccount(
  { account, parentId, tags }: Listed,
  sessions: Pick<Sessions, 'open'>,
  work: Work,
): Promise<AccountSnapshot> {
  const { Id = '', Name = Id, Email = '', JoinedMethod = undefined } = account;
  const state = stateOf(account);
  const known = { Id, Name, Email, state, JoinedMethod: JoinedMethod ?? '', parentId, tags };
  if (state !== 'ACTIVE') {
    return { ...known, ...nothing };
  }
  const session = await openAccount(sessions, Id);
  return 'code' in session
    ? { ...known, ...nothing, unreachable: session }
    : { ...known, ...(await readInside(Id, session, work)) };
}

async function openAccount(
  sessions: Pick<Sessions, 'open'>,
  accountId: string,
): Promise<AccountSession | Refusal> {
  try {
    return await sessions.open(accountId);
  } catch (error) {
    return refusalOf(error);
  }
}

type Inside = Pick<AccountSnapshot, 'regionOptStatus' | 'roles' | 'buckets' | 'places' | 'unread'>;

async function readInside(accountId: string, session: AccountSession, work: Work): Promise<Inside> {
  const { unread, read } = attempts();
  const home = session.clients(work.homeRegion);
  const [regionOptStatus, roles, buckets] = await Promise.all([
    read('regionOptStatus', {}, () => readRegionOptStatus(home.account)),
    read('roles', [], () => readRoles(home.iam, work, accountId)),
    read('buckets', [], () => readBuckets(session, work, accountId)),
  ]);
  const places = await readPlaces(accountId, session, { ...work, regionOptStatus });
  return { regionOptStatus, roles, buckets, places, unread };
}

/** @see https://docs.aws.amazon.com/accounts/latest/reference/API_ListRegions.html */
async function readRegionOptStatus(account: Clients['account']): Promise<Record<string, string>> {
  const regions = await collect(async (NextToken) => {
    const page = await account.send(new ListRegionsCommand({ NextToken, MaxResults: 50 }));
    return { items: page.Regions, next: page.NextToken };
  });
  return Object.fromEntries(
    regions.map(({ RegionName = '', RegionOptStatus = '' }) => [RegionName, RegionOptStatus]),
  );
}

const usable: ReadonlySet<string> = new Set(['ENABLED', 'ENABLED_BY_DEFAULT']);

/** A region whose status is unknown is read, and says itself what it refuses. */
function readPlaces(
  accountId: string,
  session: AccountSession,
  { regionOptStatus, ...work }: Work & Pick<AccountSnapshot, 'regionOptStatus'>,
): Promise<PlaceSnapshot[]> {
  const enabled = work.regions.filter((region) => usable.has(regionOptStatus[region] ?? 'ENABLED'));
  return pMap(
    enabled,
    // One set of clients serves all reads of a place, and is let go after them.
    (region) => readPlace({ ...work, accountId, region, clients: session.clients(region) }),
    { concurrency: regionsAtATime },
  );
}
