import { randomUUID } from 'node:crypto';
import { isActive } from '../../organization/accounts.ts';
import { someMember, type World } from '../scenario.ts';
import { type Addresses, addressesOf } from './networks.ts';
import { type Event, type Facts, messageOf, type Place, signIn, timeNow } from './sign-in.ts';

/** An event, where it happens, and the alert on it, if any. */
export interface Played {
  readonly place: Place;
  readonly event: Event;
  readonly message?: { subject: string; text: string } | undefined;
}

interface Stage {
  /** A member account, where users sign in. */
  readonly member: Omit<Place, 'region'> & { readonly name: string };
  /** The account and region of IAM Identity Center. */
  readonly center: Place & { readonly name: string };
  readonly addresses: Addresses;
}

/** New events at each call: each has an id of its own. */
export async function casesOf(world: World): Promise<Played[]> {
  const { managementAccountId, governedRegions, homeRegion } = world.settings;
  const accounts = (await world.accounts()).filter(isActive);
  const management = accounts.find(({ id }) => id === managementAccountId);
  const member = await memberOf(world);
  if (!management) {
    throw new Error('expected a management account, got none');
  }
  const region = governedRegions.find((name) => name !== homeRegion) ?? homeRegion;
  const stage: Stage = {
    member,
    center: { accountId: management.id, name: management.name, region },
    addresses: addressesOf(world),
  };
  return [...usersOf(stage), ...known(stage), rootOf(stage), ...centerOf(stage), malformed(stage)];
}

/** A member account that has no part to play. */
export async function memberOf(world: World): Promise<{ accountId: string; name: string }> {
  const { id, name } = await someMember(world);
  return { accountId: id, name };
}

const alice = { who: 'alice (iam-user)', how: 'console', eventName: 'ConsoleLogin' };
const entered = { mfa: 'yes', result: 'success' };
const accountOf = ({ name, accountId }: { name: string; accountId: string }): string =>
  `${name} (${accountId})`;

function played(place: Place, event: Event, facts: Facts): Played {
  return { place, event, message: messageOf(facts, place, event) };
}

/** From an unknown address: IPv4, IPv6, by an alias cookie, by a role switch. */
function usersOf({ member, addresses }: Stage): Played[] {
  const { unknown4, unknown6 } = addresses;
  const account = accountOf(member);
  const unknown = (address: string, who: string) => ({
    subject: `Sign-in from unknown network ${address}: ${who} of ${account}`,
    reasons: [`${address} is in none of the known networks`],
    account,
    from: `${address} (unknown network)`,
  });
  const user = (sample: string, region: string, address: string): Played => {
    const place = { ...member, region };
    const facts = { ...unknown(address, 'alice'), ...alice, ...entered };
    return played(place, signIn(sample, place, address), facts);
  };
  const place = { ...member, region: 'us-east-1' };
  const switched = {
    ...unknown(unknown4, 'break-glass/alice'),
    who: 'break-glass/alice (role)',
    how: 'role switch in the console',
    switchedFrom: `arn:aws:iam::${member.accountId}:user/alice`,
    mfa: 'unknown to AWS here',
    result: 'success',
    eventName: 'SwitchRole',
  };
  return [
    user('iam-user', 'us-east-1', unknown4),
    user('iam-user', 'us-east-2', unknown6),
    user('iam-user-alias-cookie', 'eu-north-1', unknown4),
    played(place, signIn('switch-role', place, unknown4), switched),
  ];
}

/** From the known networks: no alert. */
function known({ member, addresses: { known4, known6 } }: Stage): Played[] {
  const place = { ...member, region: 'us-east-1' };
  return [known4, known6].flatMap((one) =>
    one ? [{ place, event: signIn('iam-user', place, one.address) }] : [],
  );
}

/** The root user raises an alert even from a known network; AWS records it in us-east-1. */
function rootOf({ member, addresses: { known4, known6, unknown4 } }: Stage): Played {
  const place = { ...member, region: 'us-east-1' };
  const from = known4 ?? known6;
  const address = from?.address ?? unknown4;
  const account = accountOf(member);
  const emergency = 'The root user is to be used in emergencies only';
  return played(place, signIn('root', place, address), {
    subject: from
      ? `Sign-in of root of ${account}`
      : `Sign-in from unknown network ${address}: root of ${account}`,
    reasons: from ? [emergency] : [`${address} is in none of the known networks`, emergency],
    who: 'root (root)',
    account,
    from: `${address} (${from?.network ?? 'unknown network'})`,
    how: 'console',
    ...entered,
    eventName: 'ConsoleLogin',
  });
}

/** Through IAM Identity Center, in the form with a name and in the newer one without. */
function centerOf({ center, addresses: { unknown4 } }: Stage): Played[] {
  const account = accountOf(center);
  const signedIn = (sample: string, name: string, who: string, mfa: string): Played =>
    played(center, signIn(sample, center, unknown4), {
      subject: `Sign-in from unknown network ${unknown4}: ${name} of ${account}`,
      reasons: [
        `${unknown4} is in none of the known networks`,
        ...(mfa === 'no' ? ['It was without MFA'] : []),
      ],
      who,
      account,
      from: `${unknown4} (unknown network)`,
      how: 'Identity Center',
      mfa,
      result: 'success',
      eventName: 'UserAuthentication',
    });
  const id = '544894e8-80c1-707f-60e3-3ba6510dfac1';
  return [
    signedIn('identity-center-with-name', 'jane', 'jane (identity-center)', 'no'),
    signedIn('identity-center-without-name', id, `${id} (identity-center, user id ${id})`, 'yes'),
  ];
}

/** An event whose fields can't be read: alerted as such. */
function malformed({ member }: Stage): Played {
  const place = { ...member, region: 'us-east-1' };
  const eventID = randomUUID();
  const time = timeNow();
  const event = {
    version: '0',
    id: eventID,
    'detail-type': 'AWS Console Sign In via CloudTrail',
    source: 'aws.signin',
    account: member.accountId,
    time,
    region: 'us-east-1',
    resources: [],
    detail: {
      eventSource: 'signin.amazonaws.com',
      eventName: 'ConsoleLogin',
      eventTime: time,
      eventID,
      sourceIPAddress: 12,
      userIdentity: ['unreadable'],
    },
  };

  const account = accountOf(member);
  return played(place, event, {
    subject: `Sign-in that can't be evaluated: ConsoleLogin in ${account}`,
    reasons: ["This can't be evaluated: unknown user type (none); no result; no address"],
    who: 'unknown user (user type unknown)',
    account,
    from: 'unknown',
    how: 'console',
    mfa: 'unknown to AWS here',
    result: 'unknown',
    eventName: 'ConsoleLogin',
    raw: JSON.stringify(event, undefined, 1),
  });
}

/** One that fails, of a user of its own. */
export function failureOf(
  place: Place & { readonly name: string },
  user: string,
  address: string,
  within: { readonly count: number; readonly seconds: number },
): Played {
  const sample = signIn('iam-user-failure', place, address);
  const event = JSON.parse(JSON.stringify(sample).replaceAll('alice', user)) as Event;
  const account = accountOf(place);
  return played(place, event, {
    subject: `Repeated sign-in failures: ${user} of ${account}`,
    reasons: [`${within.count} sign-ins failed within ${within.seconds} seconds`],
    who: `${user} (iam-user)`,
    account,
    from: `${address} (unknown network)`,
    how: 'console',
    mfa: 'no',
    result: 'failure: Failed authentication',
    eventName: 'ConsoleLogin',
  });
}
