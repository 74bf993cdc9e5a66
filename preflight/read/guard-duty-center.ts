import {
  DescribeOrganizationConfigurationCommand,
  type DescribeOrganizationConfigurationResponse,
  DescribePublishingDestinationCommand,
  type Destination,
  ListMembersCommand,
  ListPublishingDestinationsCommand,
  type Member,
  type OrganizationFeatureConfigurationResult,
} from '@aws-sdk/client-guardduty';
import type { DetectorSnapshot } from 'ofn-rehearse';
import pMap from 'p-map';
import { isNamed } from '../../lambda/errors.ts';
import { collect } from '../../lambda/paging.ts';
import type { Clients } from '../../organization/types.ts';
import { given } from './fields.ts';

/** What a detector has where GuardDuty of several accounts is administered. */

type GuardDuty = Clients['guardDuty'];

export async function readExports(
  guardDuty: GuardDuty,
  DetectorId: string,
): Promise<DetectorSnapshot['exports']> {
  const found = await collect<Destination>(async (NextToken) => {
    const page = await guardDuty.send(
      new ListPublishingDestinationsCommand({ DetectorId, NextToken }),
    );
    return { items: page.Destinations, next: page.NextToken };
  });
  return pMap(
    found,
    async ({ DestinationId = '' }) => {
      const { DestinationProperties = {} } = await guardDuty.send(
        new DescribePublishingDestinationCommand({ DetectorId, DestinationId }),
      );
      const { DestinationArn = '', KmsKeyArn } = DestinationProperties;
      return { DestinationId, DestinationArn, ...given({ KmsKeyArn }) };
    },
    { concurrency: 2 },
  );
}

/** Members that are associated, and those that are not. */
export async function readMembers(
  guardDuty: GuardDuty,
  DetectorId: string,
): Promise<DetectorSnapshot['members']> {
  const found = await collect<Member>(async (NextToken) => {
    const page = await guardDuty.send(
      new ListMembersCommand({ DetectorId, OnlyAssociated: 'false', MaxResults: 50, NextToken }),
    );
    return { items: page.Members, next: page.NextToken };
  });
  return found.map(({ AccountId = '', Email = '', RelationshipStatus = '', InvitedAt }) => ({
    ...{ AccountId, Email, RelationshipStatus },
    ...given({ InvitedAt }),
  }));
}

/** Undefined unless the account administers GuardDuty of the organization. */
export async function readOrganizationConfiguration(
  guardDuty: GuardDuty,
  DetectorId: string,
): Promise<DetectorSnapshot['organization']> {
  try {
    let found: DescribeOrganizationConfigurationResponse | undefined;
    const features = await collect<OrganizationFeatureConfigurationResult>(async (NextToken) => {
      const page = await guardDuty.send(
        new DescribeOrganizationConfigurationCommand({ DetectorId, NextToken }),
      );
      found ??= page;
      return { items: page.Features, next: page.NextToken };
    });
    return toConfiguration(found, features);
  } catch (error) {
    // So is every other caller refused:
    // https://github.com/aws-samples/aws-security-reference-architecture-examples/issues/141
    if (isNamed(error, 'BadRequestException')) {
      return undefined;
    }
    throw error;
  }
}

function toConfiguration(
  page: DescribeOrganizationConfigurationResponse | undefined,
  features: readonly OrganizationFeatureConfigurationResult[],
): DetectorSnapshot['organization'] {
  return {
    ...given({ AutoEnableOrganizationMembers: page?.AutoEnableOrganizationMembers }),
    Features: features.map(({ Name, AutoEnable }) => ({
      ...{ Name: Name ?? '', AutoEnable: AutoEnable ?? 'NONE' },
    })),
  };
}
