import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { requireMessages, toldBy } from '../alerts/messages.ts';
import { type Scenario, someMember, type World } from '../scenario.ts';
import { record } from '../trail-alarms/alarms.ts';
import { addressesOf } from './networks.ts';
import { type Event, messageOf } from './sign-in.ts';
import { applies, functionOf } from './sign-in-monitoring.ts';

const folder = path.join(import.meta.dirname, '../../test/events/sign-in');

/**
 * Phishing by device code: the user approves a code in a browser of the office, and the attacker
 * fetches the token and credentials, from another network. Both are records of the trail alone.
 *
 * @see https://blog.christophetd.fr/phishing-for-aws-credentials-via-aws-sso-device-code-authentication/
 */
export const deviceCodeAccessIsTold: Scenario = {
  capability: 'sign-in-monitoring',
  name: 'alerts once on device-code access from an unknown network, by the organization trail',
  applies: (world) =>
    applies(world) &&
    world.stacks.some(({ name }) => name === `${world.settings.resourcePrefix}-trail-sign-ins`),
  async run(world) {
    const { managementAccountId, homeRegion } = world.settings;
    const user = randomUUID();
    const { id: opened } = await someMember(world);
    const account = await accountOf(world, managementAccountId);
    const address = addressesOf(world).unknown4;
    const given = async (sample: string) => {
      const text = recordText(sample, { user, address, opened, managementAccountId });
      await record(world, managementAccountId, text);
    };

    const told = await toldBy(world, functionOf(world), 1, () => given('device-code-token'));
    const after = await toldBy(world, functionOf(world), 1, () => given('role-credentials'));

    const event = eventOf(told[0]?.deliveries[0]?.text);
    const expected = messageOf(
      {
        subject: `Command-line access from unknown network ${address}: ${user} of ${account}`,
        reasons: [`${address} is in none of the known networks`],
        who: `${user} (identity-center, user id ${user})`,
        account,
        from: `${address} (unknown network)`,
        how: 'token of Identity Center, for command line or editor',
        mfa: 'unknown to AWS here',
        result: 'success',
        eventName: 'CreateToken',
        reportedBy: `the organization trail, of ${managementAccountId}`,
      },
      { accountId: managementAccountId, region: homeRegion },
      event,
    );
    requireMessages(told, [expected]);
    requireMessages(after, []);
    return `${told[0]?.subject}: one alert for token and credentials`;
  },
};

async function accountOf(world: World, accountId: string): Promise<string> {
  const account = (await world.accounts()).find(({ id }) => id === accountId);
  return `${account?.name} (${accountId})`;
}

interface Given {
  readonly user: string;
  readonly address: string;
  /** The account whose credentials are fetched. */
  readonly opened: string;
  readonly managementAccountId: string;
}

/** The record of a sample, of a user and from an address. */
function recordText(sample: string, { user, address, opened, managementAccountId }: Given): string {
  const { detail } = JSON.parse(readFileSync(path.join(folder, `${sample}.json`), 'utf8'));
  return JSON.stringify({ ...detail, sourceIPAddress: address })
    .replaceAll(/111111111111|222222222222/g, (id) =>
      id === '111111111111' ? managementAccountId : opened,
    )
    .replaceAll(detail.userIdentity.onBehalfOf.userId, user);
}

/** The id and time that the trail gave the record, as the alert has them. */
function eventOf(text = ''): Event {
  const [, eventTime] = /^Time: (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.000Z$/m.exec(text) ?? [];
  const [, eventID] = /^Event: CreateToken ([\da-f-]{36})$/m.exec(text) ?? [];
  if (!eventTime || !eventID) {
    throw new Error(
      `expected an alert with time and event of a CreateToken, got ${text || 'none'}`,
    );
  }
  return { detail: { eventTime: `${eventTime}Z`, eventID } };
}
