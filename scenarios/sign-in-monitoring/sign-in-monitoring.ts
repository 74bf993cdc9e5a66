import { randomUUID } from 'node:crypto';
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { signInFailureCount, signInFailureSeconds } from '../../templates/parameters.ts';
import { putEvent, requireMessages, toldBy } from '../alerts/messages.ts';
import { hasType, type Scenario, type World } from '../scenario.ts';
import { sessionsOf } from '../sessions.ts';
import { settingOf } from '../settings.ts';
import { casesOf, failureOf, memberOf, type Played } from './cases.ts';
import { addressesOf } from './networks.ts';

export const functionOf = ({ settings }: World): string =>
  `${settings.resourcePrefix}-sign-in-monitor`;

export const applies: Scenario['applies'] = (world) =>
  hasType(world, 'AWS::Events::Rule') &&
  world.stacks.some(({ name }) => name === `${world.settings.resourcePrefix}-sign-in-monitor`);

export const signInsReachPeople: Scenario = {
  capability: 'sign-in-monitoring',
  name: 'alerts on the sign-ins that matter, word for word, and on no others',
  applies,
  async run(world) {
    const cases = await casesOf(world);
    const kept = await keptEvents(world);

    const told = await toldBy(world, functionOf(world), cases.length, () => play(world, cases));

    requireMessages(
      told,
      cases.flatMap(({ message }) => message ?? []),
    );
    const more = (await keptEvents(world)) - kept;
    if (more !== cases.length) {
      throw new Error(`expected ${cases.length} events in the log group, got ${more}`);
    }
    return `${cases.length} sign-ins kept, ${told.length} alerted: ${told.map(({ subject }) => subject).join('; ')}`;
  },
};

export const repeatedSignInIsToldOnce: Scenario = {
  capability: 'sign-in-monitoring',
  name: 'alerts once on a duplicate sign-in',
  applies,
  async run(world) {
    const [first] = (await casesOf(world)).filter(({ message }) => message);
    if (!first) {
      throw new Error('expected a sign-in with an alert, got none');
    }
    const once = () => play(world, [first]);

    const told = await toldBy(world, functionOf(world), 1, once);
    const again = await toldBy(world, functionOf(world), 1, once);

    requireMessages(told, first.message ? [first.message] : []);
    requireMessages(again, []);
    return `${told[0]?.subject}: one alert for two reports`;
  },
};

export const repeatedFailuresAreTold: Scenario = {
  capability: 'sign-in-monitoring',
  name: 'alerts once on repeated failures of one user',
  applies,
  async run(world) {
    const within = {
      count: Number(settingOf(world.rehearsal, signInFailureCount)),
      seconds: Number(settingOf(world.rehearsal, signInFailureSeconds)),
    };
    const place = { ...(await memberOf(world)), region: 'us-east-1' };
    const user = `mallory-${randomUUID().slice(0, 8)}`;
    const fail = () => failureOf(place, user, addressesOf(world).unknown4, within);
    const first = Array.from({ length: within.count - 1 }, fail);
    const last = fail();

    const before = await toldBy(world, functionOf(world), first.length, () => play(world, first));
    const told = await toldBy(world, functionOf(world), 1, () => play(world, [last]));
    const after = await toldBy(world, functionOf(world), 1, () => play(world, [fail()]));

    requireMessages([...before, ...after], []);
    requireMessages(told, last.message ? [last.message] : []);
    return `${told[0]?.subject}: at failure ${within.count}, not before and not again`;
  },
};

export async function play(world: World, cases: readonly Played[]): Promise<void> {
  for (const { place, event } of cases) {
    await putEvent(world, place.accountId, place.region, event);
  }
}

async function keptEvents({ rehearsal, settings }: World): Promise<number> {
  const session = await sessionsOf(rehearsal).open(settings.securityAccountId);
  const { events = [] } = await session.clients(settings.homeRegion).cloudWatchLogs.send(
    new FilterLogEventsCommand({
      logGroupName: `/aws/events/${settings.resourcePrefix}-sign-ins`,
    }),
  );
  return events.length;
}
