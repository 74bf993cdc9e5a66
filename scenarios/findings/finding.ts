import type { Account } from '../../organization/types.ts';
import type { World } from '../scenario.ts';

/** A finding, as GuardDuty publishes it. */
export interface Found {
  readonly id: string;
  readonly region: string;
  readonly severity: number;
  readonly service: {
    readonly count: number;
    readonly eventFirstSeen: string;
    readonly eventLastSeen: string;
  };
}

const type = 'UnauthorizedAccess:EC2/MaliciousIPCaller.Custom';
const title = 'An EC2 instance is communicating with an IP address on a custom threat list.';
const description =
  'EC2 instance i-0a1b2c3d4e5f60718 is communicating with IP address 198.51.100.0.';

/** GuardDuty finds something in an account and region, or finds it again. */
export async function find(
  { rehearsal }: World,
  member: Account,
  region: string,
  more: { severity: number; archived?: boolean; id?: string },
): Promise<Found> {
  return (await rehearsal.aws.control('POST', '/guardduty/findings', {
    accountId: member.id,
    region,
    type,
    title,
    description,
    resource: {
      resourceType: 'Instance',
      instanceDetails: { instanceId: 'i-0a1b2c3d4e5f60718' },
    },
    ...more,
  })) as Found;
}

const nameOf = (severity: number): string => {
  if (severity >= 9) {
    return 'Critical';
  }
  if (severity >= 7) {
    return 'High';
  }
  return severity >= 4 ? 'Medium' : 'Low';
};

/** The message of the alert, in full. `before` is the severity of the earlier alert. */
export function messageOf(
  { id, region, severity, service }: Found,
  member: Account,
  before?: number,
): { subject: string; text: string } {
  const name = nameOf(severity);
  const risen = before === undefined ? '' : `, risen from ${nameOf(before)} (${before})`;
  const subject = `${name.toUpperCase()} GuardDuty finding in ${member.name}: ${title}`;
  return {
    subject: subject.slice(0, 99).trim(),
    text: [
      title,
      '',
      `Severity: ${name} (${severity})${risen}`,
      `Account: ${member.name} (${member.id})`,
      `Region: ${region}`,
      'Resource: Instance i-0a1b2c3d4e5f60718',
      'Found by: GuardDuty',
      `Type: ${type}`,
      `First seen: ${service.eventFirstSeen}`,
      `Last seen: ${service.eventLastSeen}`,
      `Count: ${service.count}`,
      `Finding: ${id}`,
      '',
      description,
      '',
      `https://${region}.console.aws.amazon.com/guardduty/home?region=${region}#/findings?search=id%3D${id}`,
    ].join('\n'),
  };
}
