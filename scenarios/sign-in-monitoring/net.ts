import { randomUUID } from 'node:crypto';
import { signInFailureCount, signInFailureSeconds } from '../../templates/parameters.ts';
import { putEvent, requireMessages, toldBy } from '../alerts/messages.ts';
import type { Scenario, World } from '../scenario.ts';
import { settingOf } from '../settings.ts';
import { failureOf, memberOf, type Played } from './cases.ts';
import { addressesOf } from './networks.ts';
import { type Event, messageOf, type Place, signIn } from './sign-in.ts';
import { applies, functionOf } from './sign-in-monitoring.ts';

const hasNet: Scenario['applies'] = (world) =>
  applies(world) &&
  world.stacks.some(({ name }) => name === `${world.settings.resourcePrefix}-trail-sign-ins`);

/** The user who signs in chooses the region, by the address of its sign-in page. */
export const ungovernedRegionIsTold: Scenario = {
  capability: 'sign-in-monitoring',
  name: 'alerts on a sign-in through a region that is not governed, word for word',
  applies: hasNet,
  async run(world) {
    const region = elsewhere(world);
    const { accountId, name } = await memberOf(world);
    const place = { accountId, region };
    const address = addressesOf(world).unknown4;
    const event = signIn('iam-user', place, address);
    const account = `${name} (${accountId})`;
    const facts = {
      subject: `Sign-in from unknown network ${address}: alice of ${account}`,
      reasons: [`${address} is in none of the known networks`],
      who: 'alice (iam-user)',
      account,
      from: `${address} (unknown network)`,
      how: 'console',
      mfa: 'yes',
      result: 'success',
      eventName: 'ConsoleLogin',
      reportedBy: `the organization trail, of ${accountId}`,
    };

    const byRule = await toldBy(world, functionOf(world), 0, () =>
      putEvent(world, accountId, region, event),
    );
    const byTrail = await toldBy(world, functionOf(world), 1, () => log(world, place, event));

    requireMessages(byRule, []);
    requireMessages(byTrail, [messageOf(facts, place, event)]);
    return `${region}: ${byTrail[0]?.deliveries[0]?.text}`;
  },
};

/** Where rules stand, a sign-in is reported twice: minutes later by the trail. */
export const bothWaysAreOneSignIn: Scenario = {
  capability: 'sign-in-monitoring',
  name: 'counts and alerts once on what rule and trail report',
  applies: hasNet,
  async run(world) {
    const within = {
      count: Number(settingOf(world.rehearsal, signInFailureCount)),
      seconds: Number(settingOf(world.rehearsal, signInFailureSeconds)),
    };
    const place = { ...(await memberOf(world)), region: 'us-east-1' };
    const user = `trudy-${randomUUID().slice(0, 8)}`;
    const fail = () => failureOf(place, user, addressesOf(world).unknown4, within);
    const first = Array.from({ length: within.count - 1 }, fail);
    const last = fail();
    const both = async (cases: readonly Played[]) => {
      for (const { event } of cases) {
        await putEvent(world, place.accountId, place.region, event);
        await log(world, place, event);
      }
    };

    const before = await toldBy(world, functionOf(world), 2 * first.length, () => both(first));
    const told = await toldBy(world, functionOf(world), 1, () =>
      putEvent(world, place.accountId, place.region, last.event),
    );
    const after = await toldBy(world, functionOf(world), 1, () => log(world, place, last.event));

    requireMessages([...before, ...after], []);
    requireMessages(told, last.message ? [last.message] : []);
    return `${told[0]?.subject}: ${within.count} failures, reported twice each`;
  },
};

/** A region without rules of sign-in monitoring. */
function elsewhere({ settings }: World): string {
  const candidates = ['sa-east-1', 'ca-central-1', 'us-west-1', 'ap-northeast-3'];
  const region = candidates.find((one) => !settings.signInRegions.includes(one));
  if (region === undefined) {
    throw new Error(`expected one of ${candidates.join(', ')} without rules, got none`);
  }
  return region;
}

/** As CloudTrail delivers the record of the event to the log group of the organization trail. */
async function log(
  { rehearsal, settings }: World,
  { accountId, region }: Place,
  { detail }: Event,
): Promise<void> {
  const { deliveries } = (await rehearsal.aws.control('POST', '/cloudtrail/records', {
    accountId,
    region,
    record: detail,
    identified: true,
  })) as { deliveries: readonly { logGroup: string; outcome: string }[] };
  const group = `${settings.resourcePrefix}-cloud-trail`;
  if (!deliveries.some((one) => one.logGroup === group && one.outcome === 'delivered')) {
    throw new Error(`expected the record in ${group}, got ${JSON.stringify(deliveries)}`);
  }
}
