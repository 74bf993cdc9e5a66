import { DescribeStackSetCommand, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import type {
  AccountSnapshot,
  PlaceSnapshot,
  Snapshot,
  StackSetSnapshot,
  StackSnapshot,
} from 'ofn-rehearse';
import pMap from 'p-map';
import type { Clients, Sessions } from '../../organization/types.ts';
import { attempts } from './attempts.ts';
import { codeObjectsOf } from './code-objects.ts';
import { Kept } from './kept.ts';
import { defaultStateObject, readState, type StateObject } from './state.ts';

export interface FileDetailOptions {
  readonly sessions: Pick<Sessions, 'open'>;
  /** Code is read of stacks, and from buckets, whose names begin with it. */
  readonly resourcePrefix: string;
  /** Optional. Default: the names that org-formation gives it. */
  readonly state?: StateObject | undefined;
  /** Accounts that are read at a time. Default: 20. */
  readonly concurrency?: number | undefined;
  readonly onProgress?: ((text: string) => void) | undefined;
}

/**
 * What a rehearsal needs besides what a preflight has read: templates of stacks and StackSets, code of
 * this project's functions, and the state of org-formation. What is refused is in an `unread`.
 */
export async function readFileDetail(
  snapshot: Snapshot,
  options: FileDetailOptions,
): Promise<Snapshot> {
  const kept = new Kept(options.resourcePrefix);
  const count = snapshot.accounts.length;
  let done = 0;
  const accounts = await pMap(
    snapshot.accounts,
    async (account) => {
      const read = await readAccountDetail(account, options, kept);
      done += 1;
      options.onProgress?.(`${done}/${count} accounts: templates and code read`);
      return read;
    },
    { concurrency: options.concurrency ?? 20 },
  );
  const ofManagement = await readManagementDetail(snapshot, options, kept);
  const { templates, code, archives } = kept;
  return { ...snapshot, ...ofManagement, accounts, templates, code, archives };
}

async function readAccountDetail(
  account: AccountSnapshot,
  { sessions }: FileDetailOptions,
  kept: Kept,
): Promise<AccountSnapshot> {
  if (account.places.every(({ stacks }) => stacks.length === 0)) {
    return account;
  }
  const { unread, read } = attempts();
  const session = await read('templates', undefined, () => sessions.open(account.Id));
  const places: PlaceSnapshot[] = [];
  for (const place of session ? account.places : []) {
    const clients = session?.clients(place.region);
    places.push(clients ? await readPlaceDetail(place, account.Id, clients, kept) : place);
  }
  return {
    ...account,
    places: session ? places : account.places,
    unread: { ...account.unread, ...unread },
  };
}

async function readPlaceDetail(
  place: PlaceSnapshot,
  accountId: string,
  clients: Pick<Clients, 'cloudFormation' | 's3'>,
  kept: Kept,
): Promise<PlaceSnapshot> {
  const { unread, read } = attempts();
  const readStack = async (stack: StackSnapshot): Promise<StackSnapshot> => {
    const field = `stacks.${stack.StackName}`;
    const text = await read(`${field}.template`, undefined, () => readTemplate(clients, stack));
    if (text === undefined) {
      return stack;
    }
    const scope = { accountId, region: place.region, stack };
    const objects = kept.isOurs(stack.StackName)
      ? await read(`${field}.code`, [], async () => codeObjectsOf(text, scope))
      : [];
    for (const object of objects) {
      const name = `code.${object.Bucket}/${object.Key}`;
      await read(name, undefined, () => kept.readCode(clients, place.region, object));
    }
    return { ...stack, template: kept.keepTemplate(text) };
  };
  const stacks = await pMap(place.stacks, readStack, { concurrency: 4 });
  return { ...place, stacks, unread: { ...place.unread, ...unread } };
}

/** As it was given: `Processed` is what transforms made of it. */
async function readTemplate(
  { cloudFormation }: Pick<Clients, 'cloudFormation'>,
  { StackId: StackName }: StackSnapshot,
): Promise<string | undefined> {
  const { TemplateBody } = await cloudFormation.send(
    new GetTemplateCommand({ StackName, TemplateStage: 'Original' }),
  );
  return TemplateBody;
}

type OfManagement = Pick<Snapshot, 'organization' | 'stackSets' | 'state'>;

async function readManagementDetail(
  { organization, stackSets, homeRegion }: Snapshot,
  { sessions, state }: FileDetailOptions,
  kept: Kept,
): Promise<OfManagement> {
  const { MasterAccountId } = organization;
  const { unread, read } = attempts();
  const session = await read('state', undefined, () => sessions.open(MasterAccountId));
  if (!session) {
    return {
      organization: { ...organization, unread: { ...organization.unread, ...unread } },
      stackSets,
    };
  }
  const { cloudFormation } = session.clients(homeRegion);
  const readStackSet = async (stackSet: StackSetSnapshot): Promise<StackSetSnapshot> => {
    const { StackSetName } = stackSet;
    const text = await read(`stackSets.${StackSetName}.template`, undefined, async () => {
      const { StackSet } = await cloudFormation.send(new DescribeStackSetCommand({ StackSetName }));
      return StackSet?.TemplateBody;
    });
    return text === undefined ? stackSet : { ...stackSet, template: kept.keepTemplate(text) };
  };
  const found = await pMap(stackSets, readStackSet, { concurrency: 4 });
  const object = state ?? defaultStateObject(MasterAccountId);
  const kind = await read('state', undefined, () => readState(session.clients, homeRegion, object));
  return {
    organization: { ...organization, unread: { ...organization.unread, ...unread } },
    stackSets: found,
    ...(kind && { state: kind }),
  };
}
