import { findingStartHours } from '../../templates/parameters.ts';
import { type Message, requireMessages, toldBy } from '../alerts/messages.ts';
import { type Scenario, someMember, type World } from '../scenario.ts';
import { settingOf } from '../settings.ts';
import { alertsOnRules, evaluate, functionOf, open, regionOf } from './evaluation.ts';

const hoursOf = ({ rehearsal }: World): number => Number(settingOf(rehearsal, findingStartHours));

export const oldViolationsAreOneDigest: Scenario = {
  capability: 'config-rules',
  name: 'reports violations that existed before in one digest, word for word, and then alerts on a new one',
  applies: (world) => alertsOnRules(world) && hoursOf(world) > 0,
  async run(world) {
    const member = await someMember(world);
    const security = (await world.accounts()).find(
      ({ id }) => id === world.settings.securityAccountId,
    );
    const region = regionOf(world.settings);
    const evaluated = (accountId: string, id: string, compliance: string) =>
      evaluate(world, { accountId, region }, id, compliance);
    const old = [
      [member.id, 'sg-old1'],
      [member.id, 'sg-old2'],
      [security?.id ?? '', 'sg-old3'],
    ] as const;

    const before = await toldBy(world, functionOf(world), old.length, async () => {
      for (const [accountId, id] of old) {
        await evaluated(accountId, id, 'NON_COMPLIANT');
      }
    });
    requireMessages(before, []);

    const digest = await toldBy(world, functionOf(world), 1, () => startEnds(world));
    requireMessages(digest, [
      digestOf(world.settings, region, [
        `${member.name} (${member.id}): 2`,
        `${security?.name} (${security?.id}): 1`,
      ]),
    ]);
    requireMessages(await toldBy(world, functionOf(world), 1, () => startEnds(world)), []);

    const told = await toldBy(world, functionOf(world), 1, async () => {
      await evaluated(member.id, 'sg-new', 'COMPLIANT');
      await evaluated(member.id, 'sg-new', 'NON_COMPLIANT');
    });
    requireOne(told, 'sg-new');
    return `${old.length} in one message, ${digest[0]?.subject}; then ${told[0]?.subject}`;
  },
};

/** The schedule runs a while after the hours of the start. */
async function startEnds(world: World): Promise<void> {
  const { resourcePrefix, securityAccountId, homeRegion } = world.settings;
  const time = new Date(Date.now() + (hoursOf(world) + 1) * 3_600_000);
  await world.rehearsal.aws.control('POST', '/events/schedule', {
    accountId: securityAccountId,
    region: homeRegion,
    rule: `${resourcePrefix}-findings-start`,
    time: `${time.toISOString().slice(0, 19)}Z`,
  });
}

function digestOf(
  { homeRegion }: World['settings'],
  region: string,
  accounts: readonly string[],
): { subject: string; text: string } {
  const sum = '3 findings of 1 kind in 2 accounts';
  return {
    subject: `Start of alerts: ${sum}`,
    text: [
      `${sum}: these may have existed before alerts began, so that they are reported once, here, and not one by one. From now on each new one raises an alert, and each of these if it ends and comes back.`,
      '',
      `HIGH AWS Config: ${open}: 3`,
      ...accounts.map((account) => `- ${account} in ${region}`),
      '',
      'In the security account:',
      `AWS Config: https://${homeRegion}.console.aws.amazon.com/config/home?region=${homeRegion}`,
    ].join('\n'),
  };
}

function requireOne(told: readonly Message[], resourceId: string): void {
  const [first] = told;
  if (told.length !== 1 || !first?.deliveries[0]?.text.includes(resourceId)) {
    throw new Error(`expected one message about ${resourceId}, got ${JSON.stringify(told)}`);
  }
}
