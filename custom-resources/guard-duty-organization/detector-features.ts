import { GetAdministratorAccountCommand, UpdateDetectorCommand } from '@aws-sdk/client-guardduty';
import type { Log } from '../../lambda/log.ts';
import type { guardDutyPublishingFrequency } from '../../templates/parameters.ts';
import type { Clients } from './clients.ts';
import type { Detector } from './detector.ts';
import { writeFeatures } from './feature-writes.ts';
import { detectorChanges, type Wanted } from './features.ts';

export type Frequency = (typeof guardDutyPublishingFrequency.allowedValues)[number];

/**
 * Writes the differences of a detector of this account: features, and the publishing frequency if it
 * is given. Features that are neither on nor off in the properties are not changed.
 *
 * @throws RefusedError naming the features that the region lacks
 */
export async function putDetector(
  { guardDuty }: Clients,
  { id, settings }: Detector,
  wanted: Wanted,
  { region, log, frequency }: { region: string; log: Log; frequency?: Frequency | undefined },
): Promise<void> {
  const changes = detectorChanges(wanted, settings.Features);
  const isOften = frequency === undefined || frequency === settings.FindingPublishingFrequency;
  if (changes.length === 0 && isOften) {
    return;
  }
  const rest = isOften ? { Enable: true } : { FindingPublishingFrequency: frequency };
  await writeFeatures(region, changes, (Features) =>
    guardDuty.send(
      new UpdateDetectorCommand({
        DetectorId: id,
        ...rest,
        ...(Features.length > 0 ? { Features } : {}),
      }),
    ),
  );
  const changed = changes.map((feature) => `${feature.Name} ${feature.Status}`);
  log({ message: 'Updated the detector', action: 'update-detector', detectorId: id, changed });
}

/**
 * The features of the management account's detector while it is not a member. For a member its
 * administrator decides, and GuardDuty rejects the change here.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/administrator_member_relationships.html
 */
export async function putOwnFeatures(
  clients: Clients,
  detector: Detector,
  wanted: Wanted,
  { region, log }: { region: string; log: Log },
): Promise<void> {
  if (detectorChanges(wanted, detector.settings.Features).length === 0) {
    return;
  }
  const { Administrator } = await clients.guardDuty.send(
    new GetAdministratorAccountCommand({ DetectorId: detector.id }),
  );
  if (Administrator?.RelationshipStatus === 'Enabled') {
    const entry = { action: 'leave-detector', detectorId: detector.id };
    log({ message: 'The administrator of this member sets its features', ...entry });
    return;
  }
  await putDetector(clients, detector, wanted, { region, log });
}
