import {
  DescribeOrganizationConfigurationCommand,
  type OrganizationFeatureConfigurationResult,
  UpdateDetectorCommand,
  UpdateOrganizationConfigurationCommand,
} from '@aws-sdk/client-guardduty';
import type { Definition, Request } from '../framework/definition.ts';
import { pages } from '../framework/paging.ts';
import {
  list,
  oneOf,
  optional,
  type Parsed,
  parseLeniently,
  parseProperties,
} from '../framework/properties.ts';
import { type Clients, isNotDelegated, retryPropagation } from './clients.ts';
import { type Detector, ensureDetector, findDetectorId } from './detector.ts';
import { type AutoEnable, detectorChanges, FEATURES, organizationChanges } from './features.ts';
import { addAllMembers, listMemberIds } from './members.ts';

const SCHEMA = {
  AutoEnable: optional(oneOf('ALL', 'NEW', 'NONE'), 'ALL'),
  Features: optional(list(oneOf(...FEATURES)), undefined),
  FindingPublishingFrequency: optional(
    oneOf('FIFTEEN_MINUTES', 'ONE_HOUR', 'SIX_HOURS'),
    undefined,
  ),
  Members: optional(oneOf('none', 'all'), 'none'),
  OnDelete: optional(oneOf('keep', 'disable'), 'keep'),
};

type Properties = Parsed<typeof SCHEMA>;
type PutRequest = Request & { properties: Properties };

/**
 * GuardDuty of the organization in this region, seen from its delegated administrator. Create and
 * Update converge on the properties and write only what differs.
 *
 * `Features` that are given are managed exactly: listed ones are on at the administrator's detector
 * and for members as `AutoEnable` says, others are off at that detector and NONE for members, which
 * leaves accounts that have them as they are. Without `Features`, or with an empty list, none is
 * touched.
 *
 * Delete leaves everything. With `OnDelete: disable`, Delete sets AutoEnable to NONE, so that new
 * accounts are not enrolled; GuardDuty itself is never switched off, in no account.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/set-guardduty-auto-enable-preferences.html
 */
export function guardDutyOrganization(
  clients: Clients,
): Definition<Properties, Partial<Properties>> {
  const put = async (request: PutRequest) => {
    const detector = await ensureDetector(clients, request.log);
    await putDetector(clients, detector, request);
    await putOrganization(clients, detector.id, request);
    const memberCount =
      request.properties.members === 'all'
        ? await addAllMembers(clients, detector.id, request)
        : (await listMemberIds(clients, detector.id)).size;
    return { data: { DetectorId: detector.id, MemberCount: memberCount } };
  };
  return {
    physicalId: 'guard-duty-organization',
    parse: (raw) => parseProperties(raw, SCHEMA),
    parseForDelete: (raw) => parseLeniently(raw, SCHEMA),
    onCreate: put,
    onUpdate: put,
    onDelete: async ({ properties, log }) => {
      if (properties.onDelete === 'disable') await stopEnrolling(clients, log);
    },
  };
}

async function putDetector(
  { guardDuty }: Clients,
  { id, settings }: Detector,
  { properties, log }: PutRequest,
): Promise<void> {
  const { features, findingPublishingFrequency: frequency } = properties;
  const Features = detectorChanges(features, settings.Features);
  const isOften = frequency === undefined || frequency === settings.FindingPublishingFrequency;
  if (Features.length === 0 && isOften) return;
  await guardDuty.send(
    new UpdateDetectorCommand({
      DetectorId: id,
      ...(isOften ? {} : { FindingPublishingFrequency: frequency }),
      ...(Features.length > 0 ? { Features } : {}),
    }),
  );
  const changed = Features.map((feature) => `${feature.Name} ${feature.Status}`);
  log({ message: 'Updated the detector', action: 'update-detector', detectorId: id, changed });
}

async function putOrganization(
  clients: Clients,
  DetectorId: string,
  { properties, sleep, log }: PutRequest,
): Promise<void> {
  const { autoEnable: AutoEnableOrganizationMembers, features } = properties;
  const now = await retryPropagation(sleep, () => describeOrganization(clients, DetectorId));
  const Features = organizationChanges(features, AutoEnableOrganizationMembers, now.features);
  if (Features.length === 0 && now.autoEnable === AutoEnableOrganizationMembers) return;
  await retryPropagation(sleep, () =>
    clients.guardDuty.send(
      new UpdateOrganizationConfigurationCommand({
        DetectorId,
        AutoEnableOrganizationMembers,
        ...(Features.length > 0 ? { Features } : {}),
      }),
    ),
  );
  const changed = Features.map((feature) => `${feature.Name} ${feature.AutoEnable}`);
  const action = 'update-organization-configuration';
  log({ message: 'Updated the organization', action, detectorId: DetectorId, changed });
}

async function describeOrganization({ guardDuty }: Clients, DetectorId: string) {
  const features: OrganizationFeatureConfigurationResult[] = [];
  let autoEnable: AutoEnable | undefined;
  const read = (token: { NextToken?: string }) =>
    guardDuty.send(new DescribeOrganizationConfigurationCommand({ DetectorId, ...token }));
  for await (const page of pages(read)) {
    features.push(...(page.Features ?? []));
    autoEnable ??= page.AutoEnableOrganizationMembers;
  }
  return { features, autoEnable };
}

async function stopEnrolling(clients: Clients, log: Request['log']): Promise<void> {
  const DetectorId = await findDetectorId(clients);
  if (DetectorId === undefined) return;
  try {
    await clients.guardDuty.send(
      new UpdateOrganizationConfigurationCommand({
        DetectorId,
        AutoEnableOrganizationMembers: 'NONE',
      }),
    );
  } catch (error) {
    if (!isNotDelegated(error)) throw error; // else there is nothing left to stop
  }
  const action = 'stop-enrolling';
  log({ message: 'New accounts are not enrolled any more', action, level: 'WARN' });
}
