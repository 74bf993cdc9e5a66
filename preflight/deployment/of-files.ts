import type { Account } from '../../organization/types.ts';
import type { Files } from '../files.ts';
import { chartOf, type OrganizationResources, organizationResources } from './chart.ts';
import type { Deployment } from './stacks.ts';

/** What files deploy to the accounts that exist, and what the organization file declares. */
export function deploymentOf(
  { repository, parsed, read }: Files,
  organizationId: string,
  accounts: readonly Account[],
): Deployment & { readonly resources: OrganizationResources } {
  const partition = partitionOf(parsed.homeRegion);
  // Another file stands in for the text of the one that the tasks name, not for its folder.
  const { given, named = given } = repository;
  const resources = organizationResources(named, (file) => read(file === named ? given : file));
  const chart = chartOf(resources, { organizationId, partition, accounts });
  return { tasksFile: repository.tasks.file, chart, read, resources };
}

/** @see https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html */
const partitionOf = (region: string): string =>
  region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
