import type { Account } from '@aws-sdk/client-organizations';
import pMap from 'p-map';
import { idOf, listAccounts } from '../../lambda/accounts.ts';
import { firstFive, RefusedError } from '../../lambda/errors.ts';
import {
  list,
  optional,
  type Parsed,
  parseProperties,
  places,
  region,
} from '../../lambda/properties.ts';
import type { Definition, Request } from '../framework/definition.ts';
import {
  accountIds,
  activeOf,
  type Dependencies,
  eachOf,
  enter,
  nameOf,
  REGIONS_AT_A_TIME,
  reasonOf,
} from './access.ts';
import { type Lack, lackOf } from './place.ts';

const SCHEMA = {
  Regions: list(region, 1),
  ExcludedAccounts: optional(accountIds, []),
  ExcludedPlaces: optional(places, []),
};

type Properties = Parsed<typeof SCHEMA>;

/** An account and its regions to check. */
interface Visit {
  account: Account;
  regions: readonly string[];
}

/** Without a region the whole account can't be checked. */
type PlacedLack = Lack & { account: Account; region?: string };

// A new recorder begins within seconds.
const PAUSE_MS = 10_000;
const PAUSES = 12;

/**
 * Succeeds when every active account that is not excluded records in every region except its excluded
 * places, which it has not enabled: an organization rule fails as a whole if one account lacks a
 * recorder. Changes nothing.
 *
 * Waits up to two minutes for a recorder that does not record yet; any other reason fails
 * immediately. Delete has nothing to delete.
 *
 * @see https://docs.aws.amazon.com/config/latest/developerguide/config-rule-multi-account-deployment.html
 */
export function configRecorders(dependencies: Dependencies): Definition<Properties, undefined> {
  const put = async (request: Request & { properties: Properties }) => {
    const { excludedAccounts } = request.properties;
    const accounts = without(await listAccounts(dependencies.organizations), excludedAccounts);
    const visits = visitsTo(accounts, request.properties);
    let lacks = await lookAt(dependencies, request, visits);
    for (let pauses = 0; pauses < PAUSES && mayPass(lacks); pauses++) {
      await request.sleep(PAUSE_MS);
      lacks = await lookAt(dependencies, request, visitsOf(lacks));
    }
    requireNone(lacks);
    const placeCount = visits.flatMap(({ regions }) => regions).length;
    return { data: { AccountCount: accounts.length, PlaceCount: placeCount } };
  };
  return {
    physicalId: 'config-recorders',
    parse: (raw) => parseProperties(raw, SCHEMA),
    parseForDelete: () => undefined,
    onCreate: put,
    onUpdate: put,
    onDelete: async () => {},
  };
}

/** Each account with its regions, except those that it has not enabled. */
function visitsTo(accounts: readonly Account[], properties: Properties): Visit[] {
  const excluded: readonly string[] = properties.excludedPlaces;
  return accounts.map((account) => ({
    account,
    regions: properties.regions.filter((name) => !excluded.includes(`${name}=${idOf(account)}`)),
  }));
}

/** @throws RefusedError for an excluded id that is not an account's, or when no account is active */
function without(accounts: readonly Account[], excluded: readonly string[]): Account[] {
  const ids = new Set(accounts.map(idOf));
  const unknown = excluded.filter((id) => !ids.has(id));
  if (unknown.length > 0) {
    const are = unknown.length === 1 ? 'is not an account' : 'are not accounts';
    throw new RefusedError(
      `configExcludedAccounts names ${firstFive(unknown, ', ')}, which ${are} of the organization: ` +
        'correct or remove it',
    );
  }
  return activeOf(accounts).filter((account) => !excluded.includes(idOf(account)));
}

async function lookAt(
  dependencies: Dependencies,
  { sleep, log }: Request,
  visits: readonly Visit[],
): Promise<PlacedLack[]> {
  const found = await eachOf(visits, sleep, (visit) => lacksOf(dependencies, visit));
  const lacks = found.flat();
  const counts = { accountCount: visits.length, lackCount: lacks.length };
  log({ message: 'Checked the recorders', action: 'look', ...counts });
  return lacks;
}

async function lacksOf(
  dependencies: Dependencies,
  { account, regions }: Visit,
): Promise<PlacedLack[]> {
  const whole = (reason: string) => [{ account, reason, mayPass: false }];
  try {
    const clients = await enter(dependencies, account);
    if (clients === undefined) {
      return whole(`role ${dependencies.roleName} can't be assumed`);
    }
    const lackIn = async (region: string): Promise<PlacedLack[]> => {
      const lack = await lackOf(clients.config(region));
      return lack ? [{ ...lack, account, region }] : [];
    };
    return (await pMap(regions, lackIn, { concurrency: REGIONS_AT_A_TIME })).flat();
  } catch (error) {
    return whole(reasonOf(error));
  }
}

function visitsOf(lacks: readonly PlacedLack[]): Visit[] {
  return [...Map.groupBy(lacks, ({ account }) => account)].map(([account, its]) => ({
    account,
    regions: its.flatMap(({ region = [] }) => region),
  }));
}

function mayPass(lacks: readonly PlacedLack[]): boolean {
  return lacks.length > 0 && lacks.every((lack) => lack.mayPass);
}

function requireNone(lacks: readonly PlacedLack[]): void {
  if (lacks.length === 0) {
    return;
  }
  const places = lacks.length === 1 ? '1 place has' : `${lacks.length} places have`;
  // Those that are not temporary come first.
  const texts = lacks
    .toSorted((one, other) => Number(one.mayPass) - Number(other.mayPass))
    .map(({ account, region, reason }) =>
      [nameOf(account), ...(region ? [region] : [])].join(' ').concat(`: ${reason}`),
    );
  throw new RefusedError(
    `AWS Config deploys organization rules to every account, and ${places} no recorder that ` +
      `records: ${firstFive(texts)}. Declare the account in organization.yml, enable recording, ` +
      'or name it in configExcludedAccounts',
  );
}
