import type { Account } from '../../organization/types.ts';
import { type Message, toldBy } from '../alerts/messages.ts';
import { type Scenario, someMember } from '../scenario.ts';
import {
  alertsOnRules,
  evaluate,
  functionOf,
  open,
  regionOf,
  resourceType,
  rule,
} from './evaluation.ts';

const closed = 'No security group allows the whole internet to access port 22';
const resourceId = 'sg-0123456789abcdef0';

export const openedTwiceIsToldTwice: Scenario = {
  capability: 'config-rules',
  name: 'alerts twice, word for word, on a security group opened, closed and opened again',
  applies: alertsOnRules,
  async run(world) {
    const member = await someMember(world);
    const region = regionOf(world.settings);
    const place = { accountId: member.id, region };
    const put = (compliance: string) => evaluate(world, place, resourceId, compliance);

    const told = await toldBy(world, functionOf(world), 2, async () => {
      await put('COMPLIANT');
      await put('NON_COMPLIANT');
      await put('NON_COMPLIANT');
      await put('COMPLIANT');
      await put('NON_COMPLIANT');
    });

    for (const message of told) {
      requireWords(message, member, region, world.settings.resourcePrefix);
    }
    if (told.length !== 2) {
      throw new Error(`expected two messages, got ${told.length}`);
    }
    const [{ subject, deliveries } = { subject: '', deliveries: [] }] = told;
    return `twice to ${deliveries.map(({ endpoint }) => endpoint).join(', ')}: ${subject}`;
  },
};

function requireWords(
  { subject, deliveries }: Message,
  member: Account,
  region: string,
  prefix: string,
): void {
  const [{ text = 'not delivered' } = {}] = deliveries;
  const actual = `${subject}\n${text}`
    .replace(/Last seen: \S+Z/, 'Last seen: TIME')
    .replace(new RegExp(`(${prefix}-${rule}-)[a-z0-9]{8}`), '$1SUFFIX');
  const wanted = `${subjectOf(member)}\n${textOf(member, region, prefix)}`;
  if (actual !== wanted) {
    throw new Error(`expected ${wanted}, got ${actual}`);
  }
}

const subjectOf = ({ name }: Account): string =>
  `HIGH AWS Config finding in ${name}: ${open}`.slice(0, 99).trim();

function textOf({ name, id }: Account, region: string, prefix: string): string {
  const console = `https://${region}.console.aws.amazon.com/config/home?region=${region}#`;
  return [
    open,
    '',
    'Severity: High (8)',
    `Account: ${name} (${id})`,
    `Region: ${region}`,
    `Resource: ${resourceType} ${resourceId}`,
    'Found by: AWS Config',
    `Rule: ${rule}`,
    'Last seen: TIME',
    '',
    `The rule requires: ${closed}`,
    'The resource was compliant before.',
    '',
    `In the console of that account: ${console}/resources/timeline?resourceId=${resourceId}&resourceType=${encodeURIComponent(resourceType)}`,
    `All resources of the rule: ${console}/rules/details?configRuleName=OrgConfigRule-${prefix}-${rule}-SUFFIX`,
  ].join('\n');
}
