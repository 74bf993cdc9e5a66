import {
  type ImageClients,
  type ImageOfProject,
  type ImageState,
  readImage,
  startBuild,
} from '../../lambda/image-build.ts';
import type { Log } from '../../lambda/log.ts';
import type { Sleep } from '../../lambda/retry.ts';
import type { Settings } from './settings.ts';

/** The image that AWS CodeBuild builds; nothing when `auditImage` names another one. */
export function builtImage({
  resourcePrefix,
  imageTag,
}: Pick<Settings, 'resourcePrefix' | 'imageTag'>): ImageOfProject | undefined {
  if (imageTag === undefined) {
    return undefined;
  }
  const repository = `${resourcePrefix}-security-audit`;
  return { repository, tag: imageTag, project: `${repository}-image` };
}

/**
 * Why no account can be scanned: the image is missing. It starts a build unless one is in progress,
 * so that a build that failed by chance is repeated by the next run.
 */
export async function lackOfImage(
  { images, sleep, log }: { images: ImageClients; sleep: Sleep; log: Log },
  settings: Settings,
): Promise<string | undefined> {
  const image = builtImage(settings);
  if (image === undefined) {
    return undefined;
  }
  const state = await readImage(images, image);
  if (state.kind === 'there') {
    return undefined;
  }
  if (state.kind === 'building') {
    const since = state.startedAt ? ` since ${state.startedAt.toISOString()}` : '';
    return `the image is being built${since} (${state.build}): scan again when it is there`;
  }
  const started = await startBuild(images.codeBuild, image, state.build, sleep);
  const why = whyNot(state, image);
  if ('refused' in started) {
    return `${why}; AWS CodeBuild starts no build: ${started.refused}`;
  }
  const { build } = started;
  log({ message: 'Started a build', action: 'build-image', level: 'WARN', build, tag: image.tag });
  return `${why}; it is being built again (${build})`;
}

function whyNot(
  state: Exclude<ImageState, { kind: 'there' | 'building' }>,
  { tag }: ImageOfProject,
): string {
  return state.kind === 'failed'
    ? `the image could not be built: ${state.reason} (${state.build})`
    : `the repository has no image ${tag}`;
}
