import { ensureLinkedRole } from '../../lambda/linked-role.ts';
import { retryWrite, servicePrincipal } from '../../lambda/organizations.ts';
import {
  list,
  oneOf,
  optional,
  type Parsed,
  parseLeniently,
  parseProperties,
} from '../../lambda/properties.ts';
import { pacer, waitUntil } from '../../lambda/retry.ts';
import { onRemoval } from '../../templates/kinds.ts';
import type { Definition, Request } from '../framework/definition.ts';
import {
  type Clients,
  disable,
  enable,
  isOn,
  isOnInPart,
  readSwitches,
  type Switches,
} from './service.ts';

interface Settings {
  /** Pause between two writes, in milliseconds. */
  writeIntervalMs: number;
}

const SCHEMA = {
  ServicePrincipals: list(servicePrincipal, 1),
  OnDelete: optional(oneOf(...onRemoval.allowedValues), 'keep'),
};

type Properties = Parsed<typeof SCHEMA>;

/**
 * Trusted access of AWS services in the organization. Create and Update enable missing services, and
 * wait until AWS Organizations lists them. StackSets are also activated in CloudFormation, and need
 * both. Access Analyzer and CloudWatch get their roles in the management account.
 *
 * Delete keeps all services enabled, because disabling trusted access breaks the services that rely
 * on it, and because their previous state is not stored. With `OnDelete: disable`, Delete disables
 * the services of the list, and Update those that left the list, however they were enabled.
 */
export function trustedAccess(
  clients: Clients,
  settings: Settings,
): Definition<Properties, Partial<Properties>> {
  const put = async (request: Request & { properties: Properties }, removed: readonly string[]) => {
    const wanted = request.properties.servicePrincipals;
    const switches = await readSwitches(clients, [...wanted, ...removed]);
    const missing = wanted.filter((principal) => !isOn(switches, principal));
    const pace = pacer(request.sleep, settings.writeIntervalMs);
    for (const principal of missing) {
      await pace();
      await retryWrite(request.sleep, () => enable(clients, switches, principal));
      request.log({ message: 'Enabled trusted access', action: 'enable', principal });
    }
    await disableAll(clients, request, switches, removed, pace);
    if (missing.length > 0) {
      await waitUntilOn(clients, request, missing);
    }
    await ensureRoles(clients, request, wanted);
    return { data: { ServicePrincipalCount: wanted.length } };
  };
  return {
    physicalId: 'trusted-access',
    parse: (raw) => parseProperties(raw, SCHEMA),
    parseForDelete: (raw) => parseLeniently(raw, SCHEMA),
    onCreate: (request) => put(request, []),
    onUpdate: (request) => put(request, removedBy(request)),
    onDelete: async (request) => {
      const { onDelete, servicePrincipals = [] } = request.properties;
      if (onDelete !== 'disable') {
        return;
      }
      const switches = await readSwitches(clients, servicePrincipals);
      const pace = pacer(request.sleep, settings.writeIntervalMs);
      await disableAll(clients, request, switches, servicePrincipals, pace);
    },
  };
}

function removedBy(update: {
  properties: Properties;
  oldProperties: Partial<Properties>;
}): readonly string[] {
  const { onDelete, servicePrincipals } = update.properties;
  if (onDelete !== 'disable') {
    return [];
  }
  const old = update.oldProperties.servicePrincipals ?? [];
  return old.filter((principal) => !servicePrincipals.includes(principal));
}

async function disableAll(
  clients: Clients,
  { sleep, log }: Request,
  switches: Switches,
  principals: readonly string[],
  pace: () => Promise<void>,
): Promise<void> {
  for (const principal of principals.filter((each) => isOnInPart(switches, each))) {
    await pace();
    await retryWrite(sleep, () => disable(clients, switches, principal));
    log({ message: 'Disabled trusted access', action: 'disable', principal, level: 'WARN' });
  }
}

/**
 * Access Analyzer creates its role in the accounts of the organization, but a delegated administrator
 * needs that of the management account first. CloudWatch's console creates the role of the management
 * account, and trust by other means does not.
 * @see https://github.com/aws-samples/aws-security-reference-architecture-examples/pull/47
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatchLogs_Centralization.html
 */
const ROLES_OF_MANAGEMENT = [
  { principal: 'access-analyzer.amazonaws.com', roleName: 'AWSServiceRoleForAccessAnalyzer' },
  {
    principal: 'observabilityadmin.amazonaws.com',
    roleName: 'AWSServiceRoleForObservabilityAdmin',
  },
];

async function ensureRoles(
  { iam }: Clients,
  { sleep, log }: Request,
  wanted: readonly string[],
): Promise<void> {
  for (const role of ROLES_OF_MANAGEMENT.filter(({ principal }) => wanted.includes(principal))) {
    if (await ensureLinkedRole(iam, role, sleep)) {
      log({ message: 'Created a service-linked role', action: 'create', ...role });
    }
  }
}

function waitUntilOn(
  clients: Clients,
  { sleep }: Request,
  principals: readonly string[],
): Promise<void> {
  const areOn = async () => {
    const switches = await readSwitches(clients, principals);
    return principals.every((principal) => isOn(switches, principal));
  };
  const awaited = `AWS Organizations to list trusted access of ${principals.join(', ')}`;
  return waitUntil(awaited, areOn, { attempts: 12, everyMs: 5000, sleep });
}
