import { messagesOf } from '../alerts/messages.ts';
import { hasType, type Scenario, someMember, type World } from '../scenario.ts';

const rule = 'restricted-ssh';
const resource = 'sg-0123456789abcdef0';

export const nonComplianceIsToldOnce: Scenario = {
  capability: 'config-rules',
  name: 'alerts once when a resource becomes noncompliant',
  applies: (world) => hasType(world, 'AWS::Config::OrganizationConfigRule'),
  async run(world) {
    const { id: accountId } = await someMember(world);
    const region = regionOf(world.settings);
    const before = (await messagesOf(world)).length;
    const put = (compliance: string) => evaluate(world, accountId, region, compliance);

    await put('COMPLIANT');
    await put('NON_COMPLIANT');
    await put('NON_COMPLIANT');

    const told = (await messagesOf(world)).slice(before);
    const [{ message = '', deliveries = [] } = {}] = told;
    const missing = [accountId, region, resource, rule].filter((part) => !message.includes(part));
    if (told.length !== 1 || missing.length > 0 || deliveries.length === 0) {
      throw new Error(
        `expected one message with ${accountId}, ${region}, ${resource} and ${rule}, got ${told.length}: ${message}`,
      );
    }
    return `one message to ${deliveries.map(({ endpoint }) => endpoint).join(', ')}: ${message.split('\n')[0]}`;
  },
};

/** A region that is not the home region, where there is one. */
const regionOf = ({ homeRegion, governedRegions }: World['settings']): string =>
  governedRegions.find((region) => region !== homeRegion) ?? homeRegion;

async function evaluate(
  { rehearsal, settings }: World,
  accountId: string,
  region: string,
  compliance: string,
): Promise<void> {
  await rehearsal.aws.control('POST', '/config/evaluations', {
    accountId,
    region,
    rule: `${settings.resourcePrefix}-${rule}`,
    resourceType: 'AWS::EC2::SecurityGroup',
    resourceId: resource,
    compliance,
  });
}
