import { putEvent } from '../alerts/messages.ts';
import type { Scenario, World } from '../scenario.ts';
import { recordEnough, sampleIn, stateOf, told, toldOf } from './alarms.ts';

/** What a subscriber reads of a call that silences alarms, but for its times and links. */
interface Silencing {
  readonly row: string;
  readonly title: string;
  readonly call: string;
  readonly resources: string;
}

const silencings = (prefix: string): readonly Silencing[] => [
  {
    row: 'alerting-changes',
    title: 'An alarm, a topic or a rule of the management account was changed by hand',
    call: 'PutAlarmMuteRule (monitoring.amazonaws.com)',
    resources: `alarmNames ${prefix}-root-usage, name quiet`,
  },
  {
    row: 'alerting-functions',
    title:
      'A function of the management account that publishes alerts, or its role, was changed by hand',
    call: 'UpdateFunctionCode20150331v2 (lambda.amazonaws.com)',
    resources: `functionName ${prefix}-trail-alarm-alerts`,
  },
  {
    row: 'log-changes',
    title:
      'Log groups of the management account or their copies were changed by hand, or those of an account by one policy',
    call: 'DeleteMetricFilter (logs.amazonaws.com)',
    resources: `filterName ${prefix}-root-usage, logGroupName ${prefix}-cloud-trail`,
  },
  {
    row: 'stack-changes',
    title:
      'A stack of this project in the management account was deleted, or is no longer protected from it',
    call: 'DeleteStack (cloudformation.amazonaws.com)',
    resources: `stackName ${prefix}-trail-alarms`,
  },
];

/** Without what differs from run to run: period and times, and the paragraphs of alarm and query. */
const stable = (text: string): string =>
  text
    .split('\n\n')
    .slice(0, 3)
    .join('\n')
    .replace(/ from .* UTC to .* UTC:/, ':')
    .replace(/\nTime: .*/, '');

async function silence(world: World, one: Silencing): Promise<string> {
  const { resourcePrefix: prefix, managementAccountId: id, homeRegion } = world.settings;
  const alarm = `${prefix}-${one.row}`;
  const before = await stateOf(world, one.row);
  const silentAt = (await told(world)).length;
  await recordEnough(world, id, sampleIn(world, one.row), one.row);

  const { subject, text } = await toldOf(world, `ALARM ${alarm}:`, silentAt);
  const name = (await world.accounts()).find((account) => account.id === id)?.name;
  const expected = [
    `${one.title} (MITRE ${one.row === 'log-changes' ? 'T1562.008' : 'T1562.001'})`,
    '1 call:',
    'Who: role developer, session alice',
    `Account: ${name} (${id})`,
    `Region: ${homeRegion}`,
    'Source: 192.0.2.10',
    `Calls: 1 x ${one.call}`,
    `Resources: ${one.resources}`,
  ].join('\n');
  if (before !== 'OK' || stable(text) !== expected) {
    throw new Error(`expected OK before, and\n${expected}\ngot ${before}, and\n${stable(text)}`);
  }
  const wanted = `ALARM ${alarm}: role developer, session alice in ${name}`;
  if (subject !== wanted) {
    throw new Error(`expected the subject "${wanted}", got "${subject}"`);
  }
  // The function may be what was changed.
  await toldOf(world, `ALARM: "${alarm}" in `, silentAt);
  return subject;
}

const isDeployed = ({ stacks, settings }: World): boolean =>
  settings.trailLogGroup === '' &&
  stacks.some(({ name }) => name === `${settings.resourcePrefix}-trail-alarms`);

export const silencedAlarmsRing: Scenario = {
  capability: 'trail-alarms',
  name: 'reports, word for word, who silences alarms of the management account',
  fromAccounts: 20,
  applies: isDeployed,
  async run(world) {
    const subjects: string[] = [];
    for (const one of silencings(world.settings.resourcePrefix)) {
      subjects.push(await silence(world, one));
    }
    return subjects.join('; ');
  },
};

export const mutedGuardRings: Scenario = {
  capability: 'trail-alarms',
  name: 'reports, word for word, who mutes the alarm that reports such changes',
  fromAccounts: 20,
  applies: isDeployed,
  async run(world) {
    const { resourcePrefix: prefix, managementAccountId: id, homeRegion } = world.settings;
    const alarm = `${prefix}-alerting-changes`;
    const sample = sampleIn(world, 'alerting-changes').replace(`${prefix}-root-usage`, alarm);
    const silentAt = (await told(world)).length;
    await putEvent(world, id, homeRegion, {
      ...{ source: 'aws.monitoring', 'detail-type': 'AWS API Call via CloudTrail' },
      detail: { ...JSON.parse(sample), awsRegion: homeRegion },
    });

    const name = (await world.accounts()).find((account) => account.id === id)?.name;
    const { subject, text } = await toldOf(
      world,
      `PutAlarmMuteRule by hand, of ${alarm}`,
      silentAt,
    );
    const expected = [
      `The alarm ${alarm} reports changes of alarms by hand; it may have been deleted, disabled or muted itself.`,
      '',
      'Who: role developer, session alice',
      `Account: ${name} (${id})`,
      `Region: ${homeRegion}`,
      'Source: 192.0.2.10',
      'Calls: 1 x PutAlarmMuteRule (monitoring.amazonaws.com)',
      `Resources: alarmNames ${alarm}, name quiet`,
      'Time: 2026-01-15T09:30:00Z',
      '',
      'npm run coverage -- --service trail-alarms says what differs from its template, and how to repair it. List mute rules with aws cloudwatch list-alarm-mute-rules.',
    ].join('\n');
    if (text !== expected) {
      throw new Error(`expected\n${expected}\ngot\n${text}`);
    }
    return subject;
  },
};
