import { requireSame, type Scenario, someMember, type World } from '../scenario.ts';
import {
  deployedFilters,
  matchesOf,
  record,
  recordEnough,
  sampleNames,
  sampleText,
  stateOf,
  toldOf,
} from './alarms.ts';

const deployed = ({ stacks, settings }: World): boolean =>
  stacks.some(({ name }) => name === `${settings.resourcePrefix}-trail-alarms`);

/** A filter of roles that an operator chose: its samples are made for it. */
const isOfRoles = (name: string): boolean => name.startsWith('elevated-role');

/** The first role of the deployed pattern, with a character for each `*`. */
const listedRole = (pattern = ''): string =>
  (/assumed-role\/([^/"]+)\//.exec(pattern)?.[1] ?? '').replaceAll('*', 'x');

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
    const told = await toldOf(world, 'elevated-role');
    if (told.length === 0) {
      throw new Error('expected a message at the topic, got none');
    }
    return `OK for roles that are not listed, ALARM for ${role} in ${member}, ${told[0]?.endpoint} is notified`;
  },
};

export const filtersTellCallsApart: Scenario = {
  capability: 'trail-alarms',
  name: 'counts with each filter its own calls, and none of the others',
  applies: deployed,
  async run(world) {
    const filters = [...(await deployedFilters(world))].filter(([name]) => !isOfRoles(name));
    const samples = sampleNames();
    for (const [name, pattern] of filters) {
      const expected = samples.includes(name) ? [name] : [];
      requireSame(`samples that ${name} matches`, await matchesOf(world, pattern), expected);
    }
    return `${filters.length} filters, ${samples.length} samples; a sign-in through Identity Center matches none`;
  },
};

export const rootUsageRings: Scenario = {
  capability: 'trail-alarms',
  name: 'goes to ALARM when the root user of a member account is active',
  applies: deployed,
  async run(world) {
    const member = (await someMember(world)).id;
    await record(world, member, sampleText('identity-center-sign-in'));
    const before = await stateOf(world, 'root-usage');
    await recordEnough(world, member, sampleText('root-usage'), 'root-usage');
    const after = await stateOf(world, 'root-usage');
    if (before !== 'OK' || after !== 'ALARM') {
      throw new Error(`expected OK, then ALARM, got ${before}, then ${after}`);
    }
    return `root of ${member}: ${(await toldOf(world, 'root-usage')).length} notified`;
  },
};
