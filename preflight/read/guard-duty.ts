import {
  type AdminAccount,
  type DetectorFeatureConfigurationResult,
  GetAdministratorAccountCommand,
  GetDetectorCommand,
  type GetDetectorResponse,
  ListDetectorsCommand,
  ListOrganizationAdminAccountsCommand,
} from '@aws-sdk/client-guardduty';
import type { DetectorSnapshot, FeatureSnapshot } from 'ofn-rehearse';
import { collect } from '../../lambda/paging.ts';
import type { Clients } from '../../organization/types.ts';
import { given } from './fields.ts';
import { readExports, readMembers, readOrganizationConfiguration } from './guard-duty-center.ts';
import { isCentral, type Place } from './work.ts';

type GuardDuty = Clients['guardDuty'];

/** The detector of a place; undefined where GuardDuty is off. */
export async function readDetector(place: Place): Promise<DetectorSnapshot | undefined> {
  const { guardDuty } = place.clients;
  const { DetectorIds: [DetectorId] = [] } = await guardDuty.send(new ListDetectorsCommand({}));
  if (DetectorId === undefined) {
    return undefined;
  }
  const [detector, administrator, center] = await Promise.all([
    guardDuty.send(new GetDetectorCommand({ DetectorId })),
    readAdministrator(guardDuty, DetectorId),
    isCentral(place) ? readCenter(place, DetectorId) : { exports: [], members: [] },
  ]);
  return {
    DetectorId,
    ...toDetector(detector),
    ...center,
    ...(administrator && { administrator }),
  };
}

function toDetector({
  Status,
  FindingPublishingFrequency,
  Features = [],
  Tags = {},
}: GetDetectorResponse) {
  return {
    Status: Status ?? '',
    ...given({ FindingPublishingFrequency }),
    Features: Features.map(toFeature),
    Tags,
  };
}

const toFeature = ({
  Name,
  Status,
  ManagedBy,
  AdditionalConfiguration = [],
}: DetectorFeatureConfigurationResult): FeatureSnapshot => ({
  ...{ Name: Name ?? '', Status: Status ?? '', ...given({ ManagedBy }) },
  additional: AdditionalConfiguration.map((one) => ({
    ...{ Name: one.Name ?? '', Status: one.Status ?? '' },
    ...given({ ManagedBy: one.ManagedBy }),
  })),
});

/** The account that administers this one's GuardDuty, by invitation or for the organization. */
async function readAdministrator(
  guardDuty: GuardDuty,
  DetectorId: string,
): Promise<DetectorSnapshot['administrator']> {
  const { Administrator: found } = await guardDuty.send(
    new GetAdministratorAccountCommand({ DetectorId }),
  );
  return found?.AccountId === undefined
    ? undefined
    : { AccountId: found.AccountId, RelationshipStatus: found.RelationshipStatus ?? '' };
}

async function readCenter({ clients }: Place, DetectorId: string) {
  const [exports, members, organization] = await Promise.all([
    readExports(clients.guardDuty, DetectorId),
    readMembers(clients.guardDuty, DetectorId),
    readOrganizationConfiguration(clients.guardDuty, DetectorId),
  ]);
  return { exports, members, ...given({ organization }) };
}

/** Who administers GuardDuty of the organization in this region: the management account knows. */
export async function readAdministrators({
  clients,
  accountId,
  managementAccountId,
}: Place): Promise<string[]> {
  if (accountId !== managementAccountId) {
    return [];
  }
  const found = await collect<AdminAccount>(async (NextToken) => {
    const page = await clients.guardDuty.send(
      new ListOrganizationAdminAccountsCommand({ NextToken }),
    );
    return { items: page.AdminAccounts, next: page.NextToken };
  });
  return found.map(({ AdminAccountId = '' }) => AdminAccountId);
}
