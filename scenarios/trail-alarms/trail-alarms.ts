import { requireSame, type Scenario, someMember, type World } from '../scenario.ts';
import {
  deployedFilters,
  filterRows,
  matchesOf,
  record,
  recordEnough,
  requireLines,
  sampleNames,
  sampleText,
  stateOf,
  told,
  toldOf,
} from './alarms.ts';

const deployed = ({ stacks, settings }: World): boolean =>
  stacks.some(({ name }) => name === `${settings.resourcePrefix}-trail-alarms`);

/** A filter of roles that an operator chose: its samples are made for it. */
const isOfRoles = (name: string): boolean => name.startsWith('elevated-role');

/** How the subject of its alert begins. */
const alarmNamed = ({ settings }: World, name: string): string =>
  `ALARM ${settings.resourcePrefix}-${name}:`;

/** The use of a root user, of the account. */
const rootOf = (accountId: string): string =>
  sampleText('root-usage').replaceAll('222222222222', accountId);

/** The first role of the deployed pattern, with a character for each `*`. */
const listedRole = (pattern = ''): string =>
  (/assumed-role\/([^/"]+)\//.exec(pattern)?.[1] ?? '').replaceAll('*', 'x');

/** The rows of the table whose samples count for a row, too. */
const alsoFor = (name: string): string[] =>
  filterRows.filter(({ also = [] }) => also.includes(name)).map((row) => row.name);

export const elevatedRoleRings: Scenario = {
  capability: 'trail-alarms',
  name: 'goes to ALARM when an elevated role of any account is assumed, and for no other role',
  applies: deployed,
  async run(world) {
    const member = (await someMember(world)).id;
    const role = listedRole((await deployedFilters(world)).get('elevated-role-1'));
    const listed = sampleText('switch-role-listed').replaceAll('break-glass', role);
    for (const unlisted of ['switch-role-unlisted', 'assume-role-unlisted']) {
      await record(world, member, sampleText(unlisted));
    }
    const before = await stateOf(world, 'elevated-role');
    await recordEnough(world, member, listed, 'elevated-role');
    const after = await stateOf(world, 'elevated-role');
    if (before !== 'OK' || after !== 'ALARM') {
      throw new Error(
        `expected OK before ${role} was used and ALARM after, got ${before}, ${after}`,
      );
    }
    const { subject, endpoints } = await toldOf(world, alarmNamed(world, 'elevated-role'));
    return `OK for roles that are not listed, ALARM for ${role} in ${member}; ${endpoints[0]} receives: ${subject}`;
  },
};

export const filtersTellCallsApart: Scenario = {
  capability: 'trail-alarms',
  name: 'counts with each filter its own calls, and none of the others',
  applies: deployed,
  async run(world) {
    const filters = [...(await deployedFilters(world))].filter(([name]) => !isOfRoles(name));
    const samples = sampleNames();
    const found = await Promise.all(filters.map(([, pattern]) => matchesOf(world, pattern)));
    for (const [index, [name]] of filters.entries()) {
      const expected = samples.includes(name) ? [...alsoFor(name), name].sort() : [];
      requireSame(`samples that ${name} matches`, found[index] ?? [], expected);
    }
    return `${filters.length} filters, ${samples.length} samples; a sign-in through Identity Center matches none`;
  },
};

export const rootUsageRings: Scenario = {
  capability: 'trail-alarms',
  name: 'reports who called what, and where, when the root user of a member account is active',
  applies: deployed,
  async run(world) {
    const { id, name } = await someMember(world);
    await record(world, id, sampleText('identity-center-sign-in'));
    const before = await stateOf(world, 'root-usage');
    const silent = (await told(world)).length;
    await recordEnough(world, id, rootOf(id), 'root-usage');
    const after = await stateOf(world, 'root-usage');
    if (before !== 'OK' || after !== 'ALARM') {
      throw new Error(`expected OK, then ALARM, got ${before}, then ${after}`);
    }
    const { subject, text } = await toldOf(world, alarmNamed(world, 'root-usage'), silent);
    if (subject !== `${alarmNamed(world, 'root-usage')} the root user in ${name}`) {
      throw new Error(`expected the root user of ${name} in the subject, got ${subject}`);
    }
    requireLines(text, [
      'Who: the root user',
      `Account: ${name} (${id})`,
      `Region: ${world.settings.homeRegion}`,
      'Source: 192.0.2.10',
      'Calls: 1 x PutAlternateContact (account.amazonaws.com)',
    ]);
    return `${subject}\n${text}`;
  },
};

export const lastingAlarmsAreRepeated: Scenario = {
  capability: 'trail-alarms',
  name: 'reports again, a day later, an alarm that stays in ALARM, with the calls since',
  applies: deployed,
  // After the scenario that sees the alarm change from OK.
  order: 1,
  async run(world) {
    const { rehearsal, settings } = world;
    const { id } = await someMember(world);
    await recordEnough(world, id, rootOf(id), 'root-usage');
    await toldOf(world, alarmNamed(world, 'root-usage'));
    const silentAt = (await told(world)).length;
    await record(world, id, rootOf(id));
    const isSilent = (await told(world)).length === silentAt;

    await rehearsal.aws.control('POST', '/events/schedule', {
      accountId: settings.managementAccountId,
      region: settings.homeRegion,
      rule: `${settings.resourcePrefix}-trail-alarm-reminders`,
      time: new Date(Date.now() + 86_400_000).toISOString(),
    });

    const { subject, text } = await toldOf(world, 'Still in ALARM', silentAt);
    requireLines(text, [
      `${settings.resourcePrefix}-root-usage: Use of a root user (CIS 3, CloudWatch.1)`,
      'Who: the root user',
    ]);
    if (!isSilent) {
      throw new Error('expected CloudWatch to notify of the change of state only');
    }
    return `a further call raises nothing, the reminder does: ${subject}`;
  },
};
