import { DescribeJobDefinitionsCommand, type JobDefinition } from '@aws-sdk/client-batch';
import { readImage } from '../../lambda/image-build.ts';
import { collect } from '../../lambda/paging.ts';
import type { Target } from '../types.ts';

/**
 * The image of the job that runs scan with: it is missing, and why. Nothing for an image of another
 * repository than that of the capability, which the ledger may not read.
 */
export async function lackOfImage(
  { account, clients }: Target<'batch' | 'codeBuild' | 'ecr'>,
  name: string,
): Promise<string | undefined> {
  const image = await imageOf(clients, name);
  const [, owner, repository, tag] =
    /^(\d{12})\.dkr\.ecr\.[^/]+\/([^:@]+):(.+)$/.exec(image ?? '') ?? [];
  if (owner !== account.id || repository !== name || tag === undefined) {
    return undefined;
  }
  const state = await readImage(clients, { repository, tag, project: `${name}-image` });
  switch (state.kind) {
    case 'there':
      return undefined;
    case 'building':
      return `the image ${tag} is being built (${state.build})`;
    case 'failed':
      return `the image ${tag} could not be built: ${state.reason} (${state.build})`;
    case 'missing':
      return `the repository ${name} has no image ${tag}`;
    default:
      return state satisfies never;
  }
}

/** Of the newest revision of the job definition. */
async function imageOf(
  { batch }: Target<'batch'>['clients'],
  jobDefinitionName: string,
): Promise<string | undefined> {
  const found = await collect<JobDefinition>(async (nextToken) => {
    const page = await batch.send(
      new DescribeJobDefinitionsCommand({ jobDefinitionName, status: 'ACTIVE', nextToken }),
    );
    return { items: page.jobDefinitions, next: page.nextToken };
  });
  const [newest] = found.sort((one, other) => (other.revision ?? 0) - (one.revision ?? 0));
  return newest?.containerProperties?.image;
}
