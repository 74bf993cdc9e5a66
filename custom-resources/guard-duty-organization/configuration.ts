import {
  DescribeOrganizationConfigurationCommand,
  type OrganizationFeatureConfigurationResult,
  UpdateOrganizationConfigurationCommand,
} from '@aws-sdk/client-guardduty';
import type { Log } from '../../lambda/log.ts';
import { collect } from '../../lambda/paging.ts';
import type { Sleep } from '../../lambda/retry.ts';
import { type Clients, isNotDelegated, retryPropagation } from './clients.ts';
import { findDetectorId } from './detector.ts';
import { writeFeatures } from './feature-writes.ts';
import { type AutoEnable, organizationChanges, type Wanted } from './features.ts';

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
 * Features that are neither on nor off in the properties are not changed.
 *
 * @throws RefusedError naming the features that the region lacks
 */
export async function putConfiguration(
  clients: Clients,
  DetectorId: string,
  wanted: Wanted,
  { autoEnable, region, sleep, log }: PutOptions,
): Promise<boolean> {
  const now = await readConfiguration(clients, DetectorId, sleep);
  const changes = organizationChanges(wanted, autoEnable, now.features);
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
