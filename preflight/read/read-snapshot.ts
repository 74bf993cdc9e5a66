import type { Account } from '@aws-sdk/client-organizations';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type {
  AccountSnapshot,
  OrganizationSnapshot,
  Snapshot,
  StackSetSnapshot,
} from 'ofn-rehearse';
import pMap from 'p-map';
import { listAccounts } from '../../lambda/accounts.ts';
import { describeError } from '../../lambda/errors.ts';
import type { OpenSessions } from '../../organization/clients.ts';
import { CoverageError } from '../../organization/errors.ts';
import type { WantedName } from '../subject.ts';
import { readAccount } from './account.ts';
import { attempts } from './attempts.ts';
import { given } from './fields.ts';
import { readIdentityCenterRegions } from './identity-center.ts';
import { describeOrganization, readOrganization } from './organization.ts';
import { readStackSets, readStackSetsAccess } from './stack-sets.ts';
import { defaultStateObject, readState } from './state.ts';
import { readTags } from './tree.ts';
import type { Detail, Work } from './work.ts';

export interface SnapshotOptions {
  readonly sessions: OpenSessions;
  readonly homeRegion: string;
  /** Regions to read in every account; the home region is read besides. */
  readonly regions: readonly string[];
  /**
   * Those of them in which detection is deployed. Of others a preflight reads stacks and names.
   * Default: all.
   */
  readonly governed?: readonly string[];
  /** The role that the sessions assume. */
  readonly roleName: string;
  /** The role that deploys. Default: the same. */
  readonly deployingRole?: string;
  /** Names to look for: only they are, of roles, buckets, log groups and the like. */
  readonly wanted: readonly WantedName[];
  readonly detail: Detail;
  /** Accounts that administer, or are to, besides management and delegated administrators. */
  readonly central?: readonly string[];
  /** Accounts that are read at a time. Default: 20. */
  readonly concurrency?: number;
  /** Optional. Default: now. */
  readonly now?: Date;
  readonly onProgress?: ((text: string) => void) | undefined;
}

/**
 * Reads an organization, and changes nothing in it. What is refused is in an `unread`, and hides
 * nothing else; an account whose role can't be assumed is `unreachable`.
 *
 * @throws CoverageError when there is no organization, or its accounts may not be listed
 */
export async function readSnapshot(options: SnapshotOptions): Promise<Snapshot> {
  const { sessions, homeRegion, roleName, now = new Date() } = options;
  const { organizations } = sessions.caller;
  const arn = await readArn(options);
  options.onProgress?.('reading the organization');
  const described = await describeOrganization(organizations);
  const [{ organization, parents }, listed] = await Promise.all([
    readOrganization(organizations, described, options.detail),
    accountsOf(sessions),
  ]);
  const work = workOf(options, organization, arn);
  const [accounts, ofManagement] = await Promise.all([
    readAccounts(options, work, listed, parents),
    readManagement(options, organization),
  ]);
  const identityCenter = await readIdentityCenter(options, work, accounts);
  return {
    ...{ format: 1, takenAt: now.toISOString(), homeRegion, regions: work.regions },
    caller: { accountId: sessions.callerAccountId, arn, roleName },
    ...ofManagement,
    organization: {
      ...{
        ...ofManagement.organization,
        ...given({ identityCenterRegions: identityCenter.regions }),
      },
      unread: { ...ofManagement.organization.unread, ...identityCenter.unread },
    },
    accounts,
  };
}

/** Who the caller is: with its own credentials, as everything else is by a role. */
async function readArn({ sessions, homeRegion }: SnapshotOptions): Promise<string> {
  const own = await sessions.open(sessions.callerAccountId);
  const { Arn = '' } = await own.clients(homeRegion).sts.send(new GetCallerIdentityCommand({}));
  return Arn;
}

/** @throws CoverageError when they may not be listed: without accounts there is nothing to read */
async function accountsOf({ caller }: OpenSessions): Promise<Account[]> {
  try {
    return await listAccounts(caller.organizations);
  } catch (error) {
    throw new CoverageError(
      `The accounts of the organization can't be listed (${describeError(error)}): use credentials ` +
        'of the management account, or of a delegated administrator, that may call organizations:ListAccounts',
      { cause: error },
    );
  }
}

function workOf(
  { homeRegion, regions, governed = regions, ...options }: SnapshotOptions,
  { MasterAccountId: managementAccountId, delegatedAdministrators }: OrganizationSnapshot,
  arn: string,
): Work {
  const { roleName, deployingRole = roleName, wanted, detail, central = [] } = options;
  const delegated = delegatedAdministrators.map(({ accountId }) => accountId);
  return {
    ...{ detail, homeRegion, managementAccountId },
    roleNames: new Set([roleName, deployingRole]),
    regions: [...new Set([homeRegion, ...regions])],
    governed: new Set([homeRegion, ...governed]),
    partition: arn.split(':')[1] ?? 'aws',
    central: new Set([managementAccountId, ...central, ...delegated]),
    wanted: Map.groupBy(wanted, ({ accountId }) => accountId),
  };
}

function readAccounts(
  { sessions, concurrency = 20, onProgress }: SnapshotOptions,
  work: Work,
  listed: readonly Account[],
  parents: ReadonlyMap<string, string>,
): Promise<AccountSnapshot[]> {
  let done = 0;
  return pMap(
    listed,
    async (account) => {
      const { Id = '', Name = Id } = account;
      const parentId = parents.get(Id) ?? '';
      const { unread, read } = attempts();
      // Of accounts a finding is made of them: org-formation removes those that are not declared.
      const tags = await read('tags', {}, () =>
        readTags(sessions.caller.organizations, Id, 'file'),
      );
      const found = await readAccount({ account, parentId, tags }, sessions, work);
      done += 1;
      onProgress?.(`${done}/${listed.length} accounts read: ${Name}`);
      return { ...found, unread: { ...found.unread, ...unread } };
    },
    { concurrency },
  );
}

/** Asks every region that the management account has enabled, as far as it is known. */
async function readIdentityCenter(
  { sessions }: SnapshotOptions,
  { managementAccountId, regions }: Work,
  accounts: readonly AccountSnapshot[],
): Promise<{ regions: string[] | undefined; unread: OrganizationSnapshot['unread'] }> {
  const { unread, read } = attempts();
  const management = accounts.find(({ Id }) => Id === managementAccountId);
  const enabled = Object.entries(management?.regionOptStatus ?? {})
    .filter(([, status]) => status.startsWith('ENABLED'))
    .map(([region]) => region);
  const found = await read('identityCenterRegions', undefined, async () =>
    readIdentityCenterRegions(await sessions.open(managementAccountId), [
      ...new Set([...regions, ...enabled]),
    ]),
  );
  return { regions: found, unread };
}

type OfManagement = Pick<Snapshot, 'organization' | 'stackSets' | 'state'>;

/** What only the management account can be asked: its StackSets, and what org-formation keeps in it. */
async function readManagement(
  { sessions, homeRegion }: SnapshotOptions,
  organization: OrganizationSnapshot,
): Promise<OfManagement> {
  const { unread, read } = attempts();
  const { MasterAccountId } = organization;
  const open = () => sessions.open(MasterAccountId);
  const cloudFormation = async () => (await open()).clients(homeRegion).cloudFormation;
  const readKept = async () =>
    readState((await open()).clients, homeRegion, defaultStateObject(MasterAccountId));
  const [stackSetsAccess, stackSets, state] = await Promise.all([
    read('stackSetsAccess', undefined, async () => readStackSetsAccess(await cloudFormation())),
    read<StackSetSnapshot[]>('stackSets', [], async () => readStackSets(await cloudFormation())),
    read('state', undefined, readKept),
  ]);
  return {
    organization: {
      ...{ ...organization, ...given({ stackSetsAccess }) },
      unread: { ...organization.unread, ...unread },
    },
    ...{ stackSets, ...given({ state }) },
  };
}
