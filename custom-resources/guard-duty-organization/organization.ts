import {
  type Field,
  oneOf,
  optional,
  type Parsed,
  parseLeniently,
  parseProperties,
} from '../../lambda/properties.ts';
import { onRemoval } from '../../templates/kinds.ts';
import { guardDutyPublishingFrequency } from '../../templates/parameters.ts';
import type { Definition, Request } from '../framework/definition.ts';
import type { Clients } from './clients.ts';
import { putConfiguration, readConfiguration, stopEnrolling } from './configuration.ts';
import { ensureDetector } from './detector.ts';
import { putDetector } from './detector-features.ts';
import { featureRules, type Wanted, wantedIn } from './features.ts';
import { putManagementFeatures } from './management.ts';
import { addMembers, listMembers, refreshMembers } from './members.ts';

/** Not read: it orders the resource after the members that the template declares. */
const notRead: Field<undefined> = () => undefined;

const SCHEMA = {
  AutoEnable: optional(oneOf('ALL', 'NEW', 'NONE'), 'ALL'),
  Features: optional(featureRules, undefined),
  FindingPublishingFrequency: optional(
    oneOf(...guardDutyPublishingFrequency.allowedValues),
    undefined,
  ),
  Members: optional(oneOf('none', 'all', 'available'), 'none'),
  DeclaredMembers: notRead,
  OnDelete: optional(oneOf(...onRemoval.allowedValues), 'keep'),
};

type Properties = Parsed<typeof SCHEMA>;
type PutRequest = Request & { properties: Properties };

/**
 * GuardDuty of the organization in this region, from its delegated administrator. Create and Update
 * converge on the properties and write only differences.
 *
 * A feature of `Features` that is on is enabled in the administrator's detector, in the management
 * account's once it is a member, and for members according to `AutoEnable`. One that is off is
 * disabled in both detectors, and NONE for members, which does not change accounts that have it. One
 * with `leave`, or that is not named, or that a policy of the organization manages, is not changed
 * anywhere.
 *
 * Delete changes nothing. With `OnDelete: disable`, Delete sets AutoEnable to NONE, so that new
 * accounts are not enrolled; GuardDuty itself is never disabled, in any account.
 *
 * @param region the function's own, for rules of `Features` that apply to one region
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/set-guardduty-auto-enable-preferences.html
 */
export function guardDutyOrganization(
  clients: Clients,
  region: string,
): Definition<Properties, Partial<Properties>> {
  const put = async (request: PutRequest) => {
    const { properties, log, sleep } = request;
    const wanted = wantedIn(region, properties.features);
    const detector = await ensureDetector(clients, log);
    const frequency = properties.findingPublishingFrequency;
    await putDetector(clients, detector, wanted, { region, log, frequency });
    const { autoEnable } = properties;
    const options = { autoEnable, region, sleep, log };
    const changed = await putConfiguration(clients, detector, wanted, options);
    const counts = await putMembers(clients, detector.id, { ...request, wanted, region, changed });
    return { data: { DetectorId: detector.id, ...counts } };
  };
  return {
    physicalId: 'guard-duty-organization',
    parse: (raw) => parseProperties(raw, SCHEMA),
    parseForDelete: (raw) => parseLeniently(raw, SCHEMA),
    onCreate: put,
    onUpdate: put,
    onDelete: async ({ properties, log }) => {
      if (properties.onDelete === 'disable') {
        await stopEnrolling(clients, log);
      }
    },
  };
}

async function putMembers(
  clients: Clients,
  detectorId: string,
  request: PutRequest & { wanted: Wanted; region: string; changed: boolean },
): Promise<{ MemberCount: number; SkippedCount: number }> {
  const { members: which } = request.properties;
  const present = await listMembers(clients, detectorId);
  if (request.changed) {
    await refreshMembers(clients, detectorId, present, request.log);
  }
  const { memberCount, skippedCount } =
    which === 'none'
      ? { memberCount: present.length, skippedCount: 0 }
      : await addMembers(clients, detectorId, which, request);
  const after = which === 'none' ? present : await listMembers(clients, detectorId);
  const memberIds = new Set(after.map(({ AccountId = '' }) => AccountId));
  await putManagementFeatures(clients, detectorId, request.wanted, { ...request, memberIds });
  return { MemberCount: memberCount, SkippedCount: skippedCount };
}

/**
 * The administrator's detector, before members and auto-enable: Create and Update adopt or create
 * it, and wait until GuardDuty recognizes this account as administrator. Delete keeps it.
 */
export function guardDutyDetector(clients: Clients): Definition<object, object> {
  const put = async ({ log, sleep }: Request) => {
    const detector = await ensureDetector(clients, log);
    await readConfiguration(clients, detector.id, sleep);
    return { data: { DetectorId: detector.id } };
  };
  return {
    physicalId: 'guard-duty-detector',
    parse: (raw) => parseProperties(raw, {}),
    parseForDelete: () => ({}),
    onCreate: put,
    onUpdate: put,
    onDelete: async () => {},
  };
}
