import type { AccountSnapshot, OrganizationSnapshot, Snapshot } from 'ofn-rehearse';
import type { PlacedStack } from '../subject.ts';
import { callsOf, type PlacedCall } from './calls.ts';
import { type Denial, denials } from './denials.ts';
import type { Level } from './hierarchy.ts';
import type { Caller } from './requests.ts';

/** What one statement denies, or what is not allowed at one kind of target, wherever that is. */
export interface GroupedDenial extends Pick<Denial, 'by' | 'isSure'> {
  readonly targetIds: ReadonlySet<string>;
  readonly actions: ReadonlySet<string>;
  /** Regions by account. */
  readonly places: ReadonlyMap<string, ReadonlySet<string>>;
}

/** The calls of a principal in an account and region. */
export interface Asked {
  readonly account: AccountSnapshot;
  readonly region: string;
  readonly roleArn: string;
  /** The same for the same calls, whatever the account is. */
  readonly signature: string;
  readonly calls: () => Iterable<PlacedCall>;
}

/** What the deploying role asks for to create the stacks. */
export function* askedFor(
  stacks: readonly PlacedStack[],
  { accounts }: Pick<Snapshot, 'accounts'>,
  { partition, roleName }: { readonly partition: string; readonly roleName: string },
): Generator<Asked> {
  const byId = new Map(accounts.map((account) => [account.Id, account]));
  for (const stack of stacks) {
    const account = byId.get(stack.accountId);
    if (account) {
      const types = stack.resources.map(({ type, properties }) => `${type} ${properties}`);
      yield {
        account,
        region: stack.region,
        roleArn: arnOfRole(partition, account, roleName),
        signature: `${stack.stackName} ${types}`,
        calls: () => callsOf(stack),
      };
    }
  }
}

/** The ARN of a role by its name, with its path where that is known. */
export function arnOfRole(partition: string, account: AccountSnapshot, name: string): string {
  const { Path = '/' } = account.roles.find(({ RoleName }) => RoleName === name) ?? {};
  return `arn:${partition}:iam::${account.Id}:role${Path}${name}`;
}

interface Grouping {
  readonly organization: OrganizationSnapshot;
  readonly partition: string;
  readonly now: string;
  readonly levelsOf: (account: AccountSnapshot) => readonly Level[];
}

/**
 * The denials of all calls, grouped by what denies them. Accounts with the same policies, regions
 * and calls are judged once, unless a policy names one of them.
 */
export function groupedDenials(
  asked: Iterable<Asked>,
  { organization, partition, now, levelsOf }: Grouping,
): GroupedDenial[] {
  const standing = new Map<string, { readonly levels: readonly Level[]; readonly key: string }>();
  const known = new Map<string, readonly Denial[]>();
  const groups = new Map<string, Group>();
  for (const { account, region, roleArn, signature, calls } of asked) {
    const { levels, key } = getOrAdd(standing, account.Id, () => {
      const found = levelsOf(account);
      return { levels: found, key: keyOf(found, account.Id) };
    });
    const path = roleArn.replace(account.Id, '');
    const found = getOrAdd(known, `${key} ${region} ${path} ${signature}`, () => {
      const { Id: accountId } = account;
      const caller: Caller = {
        ...{ partition, accountId, organizationId: organization.Id, roleArn, now },
      };
      return [...denials(calls(), caller, levels)];
    });
    for (const denial of found) {
      addTo(groups, denial, levels, account.Id, region);
    }
  }
  return [...groups.values()];
}

interface Group extends GroupedDenial {
  readonly targetIds: Set<string>;
  readonly actions: Set<string>;
  readonly places: Map<string, Set<string>>;
}

function addTo(
  groups: Map<string, Group>,
  { by, isSure, call, targetId }: Denial,
  levels: readonly Level[],
  accountId: string,
  region: string,
): void {
  const index = by ? by.policy.statements.indexOf(by.statement) : targetId;
  const group = getOrAdd(groups, `${isSure} ${by?.policy.id} ${index}`, () => ({
    ...{ by, isSure, targetIds: new Set<string>(), actions: new Set<string>() },
    places: new Map<string, Set<string>>(),
  }));
  // The denial may be that of an account with the same policies: this one's targets are its own.
  for (const level of levels) {
    const isHere = by ? level.policies.includes(by.policy) : level.targetId === targetId;
    if (isHere) {
      group.targetIds.add(level.targetId);
    }
  }
  group.actions.add(call.action);
  getOrAdd(group.places, accountId, () => new Set<string>()).add(region);
}

/** The policies of the levels, and the account where a policy names it. */
function keyOf(levels: readonly Level[], accountId: string): string {
  const policies = levels.map((level) => level.policies.map(({ id }) => id).join(','));
  const names = levels.some((level) => level.policies.some(({ text }) => text.includes(accountId)));
  return `${policies.join('/')} ${names ? accountId : ''}`;
}

function getOrAdd<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) {
    return known;
  }
  const made = make();
  map.set(key, made);
  return made;
}
