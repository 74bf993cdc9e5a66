// The tables of docs/attacks.md. Pure: techniques and rows of filters.yml in, text out.
import { outcomeOf, type Technique } from '../../scenarios/attacks/techniques.ts';

/** A row of templates/trail-alarms/filters.yml, as far as the page has it. */
export interface AlarmRow {
  readonly name: string;
  readonly title: string;
}

const catalogue = 'https://stratus-red-team.cloud/attack-techniques/AWS/aws.';

/** `ec2:GetPasswordData`, each call once. */
const callsOf = ({ calls }: Technique): string =>
  [
    ...new Set(
      calls.map(
        ({ eventSource, eventName }) => `\`${String(eventSource).split('.')[0]}:${eventName}\``,
      ),
    ),
  ].join('<br>');

function noticesOf({ alarms = [], denied, guardDuty, page, accepted }: Technique): string {
  return [
    ...alarms.map((name) => `alarm \`${name}\``),
    ...(denied ? [`denied by \`${denied.sid}\`${denied.resource ? ', of this project' : ''}`] : []),
    ...(guardDuty ? [`GuardDuty, [${guardDuty}](${page})`] : []),
    ...(accepted ? [`${accepted}.`] : []),
  ].join('<br>');
}

export const techniquesTable = (techniques: readonly Technique[]): string =>
  [
    '| technique | calls | outcome | what notices or denies it, or why nothing does |',
    '| --- | --- | --- | --- |',
    ...techniques.map((one) =>
      [
        '',
        ` [${one.title}](${catalogue}${one.id}/) `,
        ` ${callsOf(one)} `,
        ` ${outcomeOf(one)} `,
        ` ${noticesOf(one)} `,
        '',
      ].join('|'),
    ),
    '',
  ].join('\n');

export function outcomesTable(techniques: readonly Technique[]): string {
  const outcomes = Map.groupBy(techniques, outcomeOf);
  return [
    '| outcome | techniques |',
    '| --- | --- |',
    ...[...outcomes].map(([outcome, those]) => `| ${outcome} | ${those.length} |`),
    `| in all | ${techniques.length} |`,
    '',
  ].join('\n');
}

/** The alarms that techniques raise, with the techniques' number; and those that none does. */
export const alarmsTable = (rows: readonly AlarmRow[], techniques: readonly Technique[]): string =>
  [
    '| alarm | goes to ALARM on | techniques |',
    '| --- | --- | --- |',
    ...rows.map(({ name, title }) => {
      const raising = techniques.filter(({ alarms = [] }) => alarms.includes(name));
      return `| \`${name}\` | ${title} | ${raising.length} |`;
    }),
    '',
  ].join('\n');
