import {
  type CloudFormationClient,
  ListStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import {
  DescribePublishingDestinationCommand,
  type Destination,
  ListDetectorsCommand,
  ListMembersCommand,
  ListPublishingDestinationsCommand,
  type Member,
} from '@aws-sdk/client-guardduty';
import type { ProblemParts } from 'ofn-rehearse';
import { isNamed } from '../lambda/errors.ts';
import { collect } from '../lambda/paging.ts';
import { archiveBucket } from '../organization/buckets.ts';
import type { Clients, Sessions, Settings } from '../organization/types.ts';

/** What is deployed, and so may collide with what is there. */
export interface Deployed {
  /** Whether findings are exported. */
  readonly findings: boolean;
  /** Whether members are resources of a stack. */
  readonly declaresMembers: boolean;
  /** Where they never are: regions that accounts opt in to. */
  readonly optInRegions: readonly string[];
}

/**
 * Looks in each governed region at the GuardDuty of the security account that exists already, for
 * what CloudFormation would create a second time: an export of findings, and members.
 *
 * @returns each region where something exists, with the parameter that adopts it
 */
export async function* faultsOfGuardDutyThere(
  file: string,
  settings: Settings,
  sessions: Pick<Sessions, 'open'>,
  deployed: Deployed,
): AsyncGenerator<ProblemParts> {
  const session = await sessions.open(settings.securityAccountId);
  for (const region of settings.governedRegions) {
    const clients = session.clients(region);
    const { DetectorIds: [id] = [] } = await clients.guardDuty.send(new ListDetectorsCommand({}));
    if (id === undefined) {
      continue;
    }
    if (deployed.findings && !settings.findingAdoptedExports.includes(region)) {
      yield* faultsOfExport(file, settings, region, clients.guardDuty, id);
    }
    if (deployed.declaresMembers && !deployed.optInRegions.includes(region)) {
      yield* faultsOfMembers(file, settings, region, clients, id);
    }
  }
}

/** @see https://docs.aws.amazon.com/guardduty/latest/APIReference/API_CreatePublishingDestination.html */
async function* faultsOfExport(
  file: string,
  settings: Settings,
  region: string,
  guardDuty: Clients['guardDuty'],
  DetectorId: string,
): AsyncGenerator<ProblemParts> {
  const found = await collect<Destination>(async (NextToken) => {
    const page = await guardDuty.send(
      new ListPublishingDestinationsCommand({ DetectorId, NextToken }),
    );
    return { items: page.Destinations, next: page.NextToken };
  });
  for (const { DestinationId } of found) {
    const { DestinationProperties } = await guardDuty.send(
      new DescribePublishingDestinationCommand({ DetectorId, DestinationId }),
    );
    const arn = DestinationProperties?.DestinationArn ?? '';
    if (!arn.endsWith(`:::${archiveBucket(settings, 'findings')}`)) {
      yield {
        file,
        place: 'findingAdoptedExports',
        cause: `GuardDuty of the security account exports the findings of ${region} to ${arn} already, and a detector has one export`,
        remedy: `add ${region} to findingAdoptedExports, which leaves that export as it is; or delete it, and deploy`,
      };
    }
  }
}

/** @see https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-test-contract.html */
async function* faultsOfMembers(
  file: string,
  { resourcePrefix }: Settings,
  region: string,
  { guardDuty, cloudFormation }: Clients,
  DetectorId: string,
): AsyncGenerator<ProblemParts> {
  const members = await collect<Member>(async (NextToken) => {
    const page = await guardDuty.send(
      new ListMembersCommand({ DetectorId, OnlyAssociated: 'true', MaxResults: 50, NextToken }),
    );
    return { items: page.Members, next: page.NextToken };
  });
  if (members.length === 0) {
    return;
  }
  const own = await memberResources(cloudFormation, `${resourcePrefix}-guard-duty-organization`);
  const others = members.map(({ AccountId = '' }) => AccountId).filter((id) => !own.has(id));
  if (others.length > 0) {
    const more = others.length > 5 ? ` and ${others.length - 5} more` : '';
    yield {
      file,
      place: 'guardDutyMembers',
      cause: `${others.slice(0, 5).join(', ')}${more} are GuardDuty members in ${region} already, without a resource of the stack: CloudFormation may refuse to create what exists`,
      remedy: 'set guardDutyMembers to all: then the function adopts members, and adds the others',
    };
  }
}

/** The accounts of a stack's members; none where there is no stack. */
async function memberResources(
  cloudFormation: Pick<CloudFormationClient, 'send'>,
  StackName: string,
): Promise<ReadonlySet<string>> {
  try {
    const resources = await collect(async (NextToken) => {
      const page = await cloudFormation.send(
        new ListStackResourcesCommand({ StackName, NextToken }),
      );
      return { items: page.StackResourceSummaries, next: page.NextToken };
    });
    return new Set(
      resources
        .filter(({ ResourceType }) => ResourceType === 'AWS::GuardDuty::Member')
        // The detector may stand before the account.
        .flatMap(({ PhysicalResourceId = '' }) => /\d{12}$/.exec(PhysicalResourceId) ?? []),
    );
  } catch (error) {
    if (isNamed(error, 'ValidationError')) {
      return new Set(); // there is no such stack
    }
    throw error;
  }
}
