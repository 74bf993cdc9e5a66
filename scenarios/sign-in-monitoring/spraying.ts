import { randomInt, randomUUID } from 'node:crypto';
import { signInSprayCount } from '../../templates/parameters.ts';
import { requireMessages, toldBy } from '../alerts/messages.ts';
import type { Scenario } from '../scenario.ts';
import { settingOf } from '../settings.ts';
import { memberOf, type Played } from './cases.ts';
import { addressesOf } from './networks.ts';
import { type Event, messageOf, signIn } from './sign-in.ts';
import { applies, functionOf, play } from './sign-in-monitoring.ts';

/** One failure each of many users, whom no count of failures of one user would show. */
export const sprayingIsTold: Scenario = {
  capability: 'sign-in-monitoring',
  name: 'alerts once on spraying, one failure each of many users from one network',
  applies,
  async run(world) {
    const count = Number(settingOf(world.rehearsal, signInSprayCount));
    const { accountId, name } = await memberOf(world);
    const place = { accountId, region: 'us-east-1' };
    // A /64 that no other scenario, and no earlier run of this one, has failed from.
    const [network] = addressesOf(world).unknown6.split('::');
    const group = randomInt(1, 0xffff).toString(16);
    const fail = (index: number): Played & { user: string } => {
      const user = `victim-${String(index).padStart(3, '0')}-${randomUUID().slice(0, 4)}`;
      const sample = signIn('iam-user-failure', place, `${network}:${group}::${index + 1}`);
      const event = JSON.parse(JSON.stringify(sample).replaceAll('alice', user)) as Event;
      return { place, event, user };
    };
    const first = Array.from({ length: count - 1 }, (_, index) => fail(index));
    const last = fail(count - 1);
    const account = `${name} (${accountId})`;
    const address = `${network}:${group}::${count}`;
    const users = [...first, last]
      .sort((one, other) => orderOf(one).localeCompare(orderOf(other)))
      .map(({ user }) => `${user} of ${accountId}`);
    const expected = messageOf(
      {
        subject: `Spraying from ${network}:${group}::/64: sign-ins of ${count} users failed`,
        reasons: [
          `Sign-ins of ${count} users failed from ${network}:${group}::/64 within a day: ${listOf(users)}`,
        ],
        who: `${last.user} (iam-user)`,
        account,
        from: `${address} (unknown network)`,
        how: 'console',
        mfa: 'no',
        result: 'failure: Failed authentication',
        eventName: 'ConsoleLogin',
      },
      place,
      last.event,
    );

    const before = await toldBy(world, functionOf(world), first.length, () => play(world, first));
    const told = await toldBy(world, functionOf(world), 1, () => play(world, [last]));
    const after = await toldBy(world, functionOf(world), 1, () => play(world, [fail(count)]));

    requireMessages([...before, ...after], []);
    requireMessages(told, [expected]);
    return `${told[0]?.subject}: at user ${count}, not before and not again`;
  },
};

const orderOf = ({ event, user }: { event: Event; user: string }): string =>
  `${event.detail.eventTime} ${user}`;

/** As the alert lists them: up to twenty. */
function listOf(users: readonly string[]): string {
  const more = users.length - 20;
  return [...users.slice(0, 20), ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
}
