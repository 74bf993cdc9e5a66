import {
  BatchGetBuildsCommand,
  type Build,
  type CodeBuildClient,
  ListBuildsForProjectCommand,
  StartBuildCommand,
} from '@aws-sdk/client-codebuild';
import { DescribeImagesCommand, type ECRClient } from '@aws-sdk/client-ecr';
import { describeError, isNamed, OperatorError } from './errors.ts';
import { retryOn, type Sleep } from './retry.ts';

export interface ImageClients {
  ecr: Pick<ECRClient, 'send'>;
  codeBuild: Pick<CodeBuildClient, 'send'>;
}

/** An image of a repository of this account, and the project of AWS CodeBuild that builds it. */
export interface ImageOfProject {
  repository: string;
  /** Contains a hash of the source. */
  tag: string;
  project: string;
}

/** Whether the image can be pulled; if not, the last build of its tag that says why. */
export type ImageState =
  | { kind: 'there' }
  | { kind: 'building'; build: string; startedAt: Date | undefined }
  | { kind: 'failed'; build: string; reason: string }
  | { kind: 'missing'; build?: string };

/** The image, or the newest build of its tag. Builds of another tag say nothing about it. */
export async function readImage(clients: ImageClients, image: ImageOfProject): Promise<ImageState> {
  if (await isThere(clients.ecr, image)) {
    return { kind: 'there' };
  }
  const last = await lastBuild(clients.codeBuild, image);
  const { id: build = '', buildStatus, startTime: startedAt } = last ?? {};
  if (last === undefined) {
    return { kind: 'missing' };
  }
  if (buildStatus === 'IN_PROGRESS') {
    return { kind: 'building', build, startedAt };
  }
  // It was deleted since.
  if (buildStatus === 'SUCCEEDED') {
    return { kind: 'missing', build };
  }
  return { kind: 'failed', build, reason: reasonOf(last) };
}

/** The id of a build that was started, or why AWS lets the account start none now. */
export type StartedBuild = { build: string } | { refused: string };

/**
 * Starts a build of the project, whose source is that of the image. An account may be too new for
 * builds, which AWS Support changes: that is an answer, and no error.
 *
 * @param last the last build of the tag; until another one is started, calls are the same build
 * @see https://docs.aws.amazon.com/codebuild/latest/APIReference/API_StartBuild.html
 * @see https://github.com/aws-ia/terraform-aws-control_tower_account_factory/issues/65
 */
export async function startBuild(
  codeBuild: ImageClients['codeBuild'],
  { project, tag }: ImageOfProject,
  last: string | undefined,
  sleep: Sleep,
): Promise<StartedBuild> {
  const command = new StartBuildCommand({ projectName: project, idempotencyToken: last ?? tag });
  // CodeBuild answers this while IAM does not know everywhere the role that a stack has just made.
  const options = { attempts: 4, sleep, maxMs: 4000 };
  try {
    const { build } = await retryOn(
      ['InvalidInputException'],
      () => codeBuild.send(command),
      options,
    );
    if (!build?.id) {
      throw new OperatorError(`CodeBuild started a build of ${project} without its id`);
    }
    return { build: build.id };
  } catch (error) {
    if (isNamed(error, 'AccountLimitExceededException')) {
      return { refused: describeError(error) };
    }
    throw error;
  }
}

async function isThere(
  ecr: ImageClients['ecr'],
  { repository, tag }: ImageOfProject,
): Promise<boolean> {
  try {
    const imageIds = [{ imageTag: tag }];
    await ecr.send(new DescribeImagesCommand({ repositoryName: repository, imageIds }));
    return true;
  } catch (error) {
    if (isNamed(error, 'ImageNotFoundException', 'RepositoryNotFoundException')) {
      return false;
    }
    throw error;
  }
}

/** Of the newest hundred builds: an older one says nothing about now. */
async function lastBuild(
  codeBuild: ImageClients['codeBuild'],
  { project, tag }: ImageOfProject,
): Promise<Build | undefined> {
  const ids = await newestBuilds(codeBuild, project);
  if (ids.length === 0) {
    return undefined;
  }
  const { builds = [] } = await codeBuild.send(new BatchGetBuildsCommand({ ids }));
  const ofTag = builds.filter(({ environment }) =>
    environment?.environmentVariables?.some(({ value }) => value?.endsWith(`:${tag}`)),
  );
  return ofTag.sort((one, other) => timeOf(other) - timeOf(one))[0];
}

async function newestBuilds(
  codeBuild: ImageClients['codeBuild'],
  projectName: string,
): Promise<string[]> {
  try {
    const { ids = [] } = await codeBuild.send(
      new ListBuildsForProjectCommand({ projectName, sortOrder: 'DESCENDING' }),
    );
    return ids;
  } catch (error) {
    // Its stack is not there yet.
    if (isNamed(error, 'ResourceNotFoundException')) {
      return [];
    }
    throw error;
  }
}

const timeOf = ({ startTime }: Build): number => startTime?.getTime() ?? 0;

/** The phase that failed, and what CodeBuild says of it. */
function reasonOf({ phases = [], buildStatus }: Build): string {
  const failed = phases.find(
    ({ phaseStatus }) =>
      phaseStatus !== undefined && !/^(SUCCEEDED|IN_PROGRESS)$/.test(phaseStatus),
  );
  const contexts = (failed?.contexts ?? []).map(({ statusCode, message }) =>
    [statusCode, message].filter(Boolean).join(': '),
  );
  return [failed?.phaseType ?? buildStatus, ...contexts].filter(Boolean).join(': ');
}
