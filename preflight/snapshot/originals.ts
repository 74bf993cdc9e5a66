import { parseYaml, type Snapshot } from 'ofn-rehearse';
import { ACCOUNT_ID } from '../../lambda/pattern.ts';
import { isMap } from './redact-value.ts';

/** What pseudonyms replace. */
export interface Originals {
  readonly accountIds: ReadonlySet<string>;
  readonly emails: ReadonlySet<string>;
  /** Of accounts and units. */
  readonly names: ReadonlySet<string>;
  /** Of the organization, its root, policies, handshakes and requests. */
  readonly ids: ReadonlySet<string>;
  readonly rootId: string;
}

/** @param names of accounts and units that are declared, and not there yet */
export function originalsOf(snapshot: Snapshot, names: readonly string[] = []): Originals {
  const { organization, accounts } = snapshot;
  const { handshakes, accountRequests, policies, units } = organization;
  const places = accounts.flatMap((account) => account.places);
  const members = places.flatMap(({ detector }) => detector?.members ?? []);
  const targets = handshakes.map(({ target }) => target);
  return {
    accountIds: new Set(
      [organization.MasterAccountId, snapshot.caller.accountId, ...accounts.map(({ Id }) => Id)]
        .concat(members.map(({ AccountId }) => AccountId))
        .concat(targets.filter((target) => ACCOUNT_ID.test(target))),
    ),
    emails: new Set(
      [organization.MasterAccountEmail, ...accounts.map(({ Email }) => Email)]
        .concat(members.map(({ Email }) => Email))
        .concat(targets.filter((target) => !ACCOUNT_ID.test(target)))
        .filter((email) => email.includes('@')),
    ),
    names: new Set(
      [...accounts.map(({ Name }) => Name), ...units.map(({ Name }) => Name)]
        .concat(accountRequests.map(({ AccountName }) => AccountName))
        .concat(names)
        .filter((name) => name !== ''),
    ),
    ids: new Set(
      [
        organization.Id,
        ...handshakes.map(({ Id }) => Id),
        ...accountRequests.map(({ Id }) => Id),
      ].concat(policies.filter(({ AwsManaged }) => !AwsManaged).map(({ Id }) => Id)),
    ),
    rootId: organization.rootId,
  };
}

/** Names of accounts and units of an organization file. */
export function declaredNames(text: string): string[] {
  if (text.trim() === '') {
    return [];
  }
  const { Organization } = parseYaml('the organization file', text).value;
  const resources = isMap(Organization) ? Object.values(Organization) : [];
  return resources.flatMap((resource) => {
    const properties =
      isMap(resource) && isMap(resource['Properties']) ? resource['Properties'] : {};
    const { AccountName, OrganizationalUnitName } = properties;
    return [AccountName, OrganizationalUnitName].filter((name) => typeof name === 'string');
  });
}
