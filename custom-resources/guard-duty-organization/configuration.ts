import {
  DescribeOrganizationConfigurationCommand,
  GetDetectorCommand,
  type OrganizationFeatureConfigurationResult,
  UpdateOrganizationConfigurationCommand,
} from '@aws-sdk/client-guardduty';
import type { Log } from '../../lambda/log.ts';
import { collect } from '../../lambda/paging.ts';
import type { Sleep } from '../../lambda/retry.ts';
import { type Clients, isNotDelegated, retryPropagation } from './clients.ts';
import { type Detector, findDetectorId } from './detector.ts';
import { writeFeatures } from './feature-writes.ts';
import {
  type AutoEnable,
  isManagedWhole,
  managedFeatures,
  organizationChanges,
  unmanaged,
  type Wanted,
} from './features.ts';

export interface Configuration {
  features: OrganizationFeatureConfigurationResult[];
  autoEnable: AutoEnable | undefined;
}

/** @throws RefusedError when this account does not become the delegated administrator */
export function readConfiguration(
  clients: Clients,
  detectorId: string,
  sleep: Sleep,
): Promise<Configuration> {
  return retryPropagation(sleep, () => describe(clients, detectorId));
}

/**
 * Writes the differences of the organization's configuration, and returns whether there were any.
 * Features that are neither on nor off in the properties are not changed, nor those that a policy
 * manages in the administrator's detector; nothing is where a policy enables GuardDuty itself.
 *
 * @throws RefusedError naming the features that the region lacks
 */
export async function putConfiguration(
  clients: Clients,
  { id: DetectorId, settings: { Features: present } }: Detector,
  wanted: Wanted,
  { autoEnable, region, sleep, log }: PutOptions,
): Promise<boolean> {
  const now = await readConfiguration(clients, DetectorId, sleep);
  const managed = managedFeatures(present);
  logManaged(managed, DetectorId, log);
  if (isManagedWhole(present)) {
    return false;
  }
  const changes = organizationChanges(unmanaged(wanted, managed), autoEnable, now.features);
  if (changes.length === 0 && now.autoEnable === autoEnable) {
    return false;
  }
  await retryPropagation(sleep, () =>
    writeFeatures(region, changes, (Features) =>
      clients.guardDuty.send(
        new UpdateOrganizationConfigurationCommand({
          DetectorId,
          AutoEnableOrganizationMembers: autoEnable,
          ...(Features.length > 0 ? { Features } : {}),
        }),
      ),
    ),
  );
  const changed = changes.map((feature) => `${feature.Name} ${feature.AutoEnable}`);
  const action = 'update-organization-configuration';
  log({ message: 'Updated the organization', action, detectorId: DetectorId, changed });
  return true;
}

function logManaged(managed: ReadonlySet<string>, detectorId: string, log: Log): void {
  if (managed.size > 0) {
    const entry = { action: 'leave-managed', detectorId, features: [...managed] };
    log({ message: 'A policy of the organization manages features', ...entry });
  }
}

export interface PutOptions {
  autoEnable: AutoEnable;
  region: string;
  sleep: Sleep;
  log: Log;
}

/** Ends auto-enable for new accounts; succeeds where there is nothing left to end. */
export async function stopEnrolling(clients: Clients, log: Log): Promise<void> {
  const DetectorId = await findDetectorId(clients);
  if (DetectorId === undefined) {
    return;
  }
  const { Features } = await clients.guardDuty.send(new GetDetectorCommand({ DetectorId }));
  if (isManagedWhole(Features)) {
    return; // auto-enable has no effect, and GuardDuty may reject the change
  }
  try {
    await clients.guardDuty.send(
      new UpdateOrganizationConfigurationCommand({
        DetectorId,
        AutoEnableOrganizationMembers: 'NONE',
      }),
    );
  } catch (error) {
    if (!isNotDelegated(error)) {
      throw error; // otherwise there is nothing left to stop
    }
  }
  const action = 'stop-enrolling';
  log({ message: 'New accounts are no longer enrolled', action, level: 'WARN' });
}

async function describe({ guardDuty }: Clients, DetectorId: string): Promise<Configuration> {
  let autoEnable: AutoEnable | undefined;
  const features = await collect<OrganizationFeatureConfigurationResult>(async (NextToken) => {
    const page = await guardDuty.send(
      new DescribeOrganizationConfigurationCommand({ DetectorId, NextToken }),
    );
    autoEnable ??= page.AutoEnableOrganizationMembers;
    return { items: page.Features, next: page.NextToken };
  });
  return { features, autoEnable };
}
