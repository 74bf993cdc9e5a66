import {
  BatchGetProjectsCommand,
  CreateWebhookCommand,
  DeleteProjectCommand,
  StartBuildCommand,
  UpdateProjectCommand,
  UpdateProjectVisibilityCommand,
} from '@aws-sdk/client-codebuild';
import {
  BatchDeleteImageCommand,
  DescribeImagesCommand,
  GetLifecyclePolicyCommand,
  PutImageCommand,
  PutImageTagMutabilityCommand,
  PutLifecyclePolicyCommand,
} from '@aws-sdk/client-ecr';
import { type Attack, first, type Inside } from './damage.ts';

const projectName = 'ofn-audit-security-audit-image';
const mediaType = 'application/vnd.docker.distribution.manifest.v2+json';
const repositoryName = 'ofn-audit-security-audit';
const inSecurity = { account: 'SecurityAccount', policy: 'ProtectDetection' } as const;

type Change = Omit<ConstructorParameters<typeof UpdateProjectCommand>[0], 'name'>;

/** @returns what undoes it */
async function change({ clients: { codeBuild } }: Attack, given: Change) {
  const { projects } = await codeBuild.send(new BatchGetProjectsCommand({ names: [projectName] }));
  const { source, artifacts, environment, serviceRole } = first(projects, 'the project');
  const merged = {
    ...(given.source && { source: { ...source, ...given.source } }),
    ...(given.environment && { environment: { ...environment, ...given.environment } }),
  } as Change;
  await codeBuild.send(new UpdateProjectCommand({ name: projectName, ...given, ...merged }));
  return () =>
    codeBuild.send(
      new UpdateProjectCommand({
        ...{ name: projectName, source, artifacts, environment, serviceRole },
      }),
    );
}

/** What builds the image with which scans run, and where it is kept. */
export const buildDamages: readonly Inside[] = [
  {
    ...inSecurity,
    kind: 'redirect',
    name: 'builds the image from a source of its own',
    isUndone: true,
    does: (attack) => change(attack, { source: { type: 'S3', location: 'eve-source/source.zip' } }),
    ledger: {
      service: 'security-audit',
      says: /Project Source\.Location is 'eve-source\/source\.zip', expected '[^']+'/,
    },
  },
  {
    ...inSecurity,
    kind: 'redirect',
    name: 'builds the image in an environment of its own',
    isUndone: true,
    does: (attack) =>
      change(attack, {
        environment: {
          ...{ type: 'LINUX_CONTAINER', computeType: 'BUILD_GENERAL1_SMALL' },
          ...{ image: 'eve/build', privilegedMode: true },
        },
      }),
    ledger: {
      service: 'security-audit',
      says: /Project Environment\.Image is 'eve\/build', expected '[^']+'/,
    },
  },
  {
    ...inSecurity,
    kind: 'redirect',
    name: 'sends what is built to a bucket of its own',
    does: (attack) =>
      change(attack, { artifacts: { type: 'S3', location: 'eve-artifacts', name: 'image' } }),
    ledger: { untried: 'the embedded AWS has projects without artifacts only' },
  },
  {
    ...inSecurity,
    kind: 'starve',
    name: 'gives a build five minutes',
    isUndone: true,
    does: async (attack) => {
      await change(attack, { timeoutInMinutes: 5 });
      return () => change(attack, { timeoutInMinutes: 60 });
    },
    ledger: { service: 'security-audit', says: /Project TimeoutInMinutes is '5', expected '60'/ },
  },
  {
    ...inSecurity,
    kind: 'forge',
    name: 'builds the image with commands of its own',
    does: ({ clients: { codeBuild } }) =>
      codeBuild.send(
        new StartBuildCommand({
          ...{ projectName, buildspecOverride: 'version: 0.2' },
          ...{ imageOverride: 'eve/build', privilegedModeOverride: true },
        }),
      ),
    ledger: { untried: 'the embedded AWS takes no overrides of a build' },
  },
  {
    ...inSecurity,
    kind: 'forge',
    name: 'lets a repository of its own start builds',
    does: ({ clients: { codeBuild } }) =>
      codeBuild.send(new CreateWebhookCommand({ projectName, buildType: 'BUILD' })),
    ledger: { untried: 'the embedded AWS has no webhooks' },
  },
  {
    ...inSecurity,
    kind: 'widen',
    name: 'shows builds and their logs to the public',
    does: ({ clients: { codeBuild }, region, accountId }) =>
      codeBuild.send(
        new UpdateProjectVisibilityCommand({
          projectArn: `arn:aws:codebuild:${region}:${accountId}:project/${projectName}`,
          projectVisibility: 'PUBLIC_READ',
        }),
      ),
    ledger: { untried: 'the embedded AWS has no public builds' },
  },
  {
    ...inSecurity,
    kind: 'delete',
    name: 'deletes the project that builds the image',
    does: ({ clients: { codeBuild } }) =>
      codeBuild.send(new DeleteProjectCommand({ name: projectName })),
    ledger: { service: 'security-audit', says: /Project does not exist/ },
  },
  {
    ...inSecurity,
    kind: 'starve',
    name: 'lets the image expire after a day',
    isUndone: true,
    does: async ({ clients: { ecr } }) => {
      const { lifecyclePolicyText } = await ecr.send(
        new GetLifecyclePolicyCommand({ repositoryName }),
      );
      const put = (text: string | undefined) =>
        ecr.send(new PutLifecyclePolicyCommand({ repositoryName, lifecyclePolicyText: text }));
      const selection = {
        ...{ tagStatus: 'any', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 1 },
      };
      await put(
        JSON.stringify({ rules: [{ rulePriority: 1, selection, action: { type: 'expire' } }] }),
      );
      return () => put(lifecyclePolicyText);
    },
    ledger: { service: 'security-audit', says: /Repository LifecyclePolicy[^;]*/ },
  },
  {
    ...inSecurity,
    kind: 'widen',
    name: 'lets tags of images be moved',
    isUndone: true,
    does: async ({ clients: { ecr } }) => {
      const put = (imageTagMutability: 'MUTABLE' | 'IMMUTABLE') =>
        ecr.send(new PutImageTagMutabilityCommand({ repositoryName, imageTagMutability }));
      await put('MUTABLE');
      return () => put('IMMUTABLE');
    },
    ledger: {
      service: 'security-audit',
      says: /Repository ImageTagMutability is 'MUTABLE', expected 'IMMUTABLE'/,
    },
  },
  {
    ...inSecurity,
    kind: 'forge',
    name: 'pushes an image of its own',
    does: ({ clients: { ecr } }) =>
      ecr.send(
        new PutImageCommand({
          ...{ repositoryName, imageTag: 'eve' },
          imageManifest: JSON.stringify({ schemaVersion: 2, mediaType, config: {}, layers: [] }),
        }),
      ),
    ledger: { because: 'scans name the tag of their own image, which can not be moved' },
  },
  {
    ...inSecurity,
    kind: 'delete',
    name: 'deletes the image with which scans run',
    does: async ({ clients: { ecr } }) => {
      const { imageDetails } = await ecr.send(new DescribeImagesCommand({ repositoryName }));
      const imageIds = imageDetails?.map(({ imageDigest }) => ({ imageDigest }));
      await ecr.send(new BatchDeleteImageCommand({ repositoryName, imageIds }));
    },
    ledger: { service: 'security-audit', says: /the repository [\w-]+ has no image [\w-]+/ },
  },
];
