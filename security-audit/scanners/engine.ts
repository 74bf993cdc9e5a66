import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { ScannerError } from '../errors.ts';
import { ask } from './ask.ts';
import type { Environment } from './environment.ts';
import type { ContainerLauncher } from './launcher.ts';
import { oneLine } from './said.ts';
import type { ToolDefinition } from './tools/tool.ts';

export interface EngineOptions {
  environment: Environment;
  /** The output folder: the engine must share it with containers. */
  output: string;
  /** Called before a step that takes long. */
  tell: (text: string) => void;
  signal?: AbortSignal;
}

/** The variables with which an engine finds its daemon, its images and its keys. */
const kept = [
  'PATH',
  'HOME',
  'XDG_RUNTIME_DIR',
  'CONTAINER_HOST',
  'DOCKER_HOST',
  'DOCKER_CONTEXT',
  'DOCKER_CONFIG',
  'DOCKER_CERT_PATH',
  'DOCKER_TLS_VERIFY',
] as const;

/** The environment of the engine itself: none of it is passed into a container. */
export function engineEnvironment(from: Environment): Record<string, string> {
  return Object.fromEntries(
    kept.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])),
  );
}

const ourselves = { uid: process.getuid?.() ?? 1_000, gid: process.getgid?.() ?? 1_000 };

/**
 * The arguments up to the image: it runs as the user, without capabilities, and /reports is the
 * folder.
 * @returns the name of the container, and them
 */
export function runArguments(
  { isPodman }: Pick<ContainerLauncher, 'isPodman'>,
  folder: string,
  { uid, gid } = ourselves,
): [name: string, args: string[]] {
  const name = `ofn-audit-${randomBytes(8).toString('hex')}`;
  const args = [
    'run',
    '--rm',
    '--init',
    '--name',
    name,
    '--user',
    `${uid}:${gid}`,
    '--network',
    'host',
    // Rootless podman maps us to another user, who may not write to our folder.
    // https://docs.podman.io/en/latest/markdown/podman-run.1.html#userns-mode
    ...(isPodman && uid !== 0 ? ['--userns', 'keep-id'] : []),
    '--cap-drop',
    'ALL',
    '--security-opt',
    'no-new-privileges',
    '--volume',
    `${folder}:/reports`,
    '--env',
    'HOME=/tmp',
    '--workdir',
    '/tmp',
  ];
  return [name, args];
}

/**
 * The launcher of a scanner in containers, and its version.
 * @throws ScannerError when there is no engine, or a container like that of a scan does not work
 */
export async function prepareContainer(
  definition: ToolDefinition,
  options: EngineOptions,
): Promise<{ launcher: ContainerLauncher; version: string }> {
  const { environment } = options;
  const engine = environment['CONTAINER_ENGINE'] || 'docker';
  const env = engineEnvironment(environment);
  const within = { env, timeout: 30_000, signal: options.signal };
  const { problem } = await ask(engine, ['version'], within);
  if (problem !== undefined) {
    throw new ScannerError(
      `--container needs a container engine, and ${engine} does not respond (${problem}): start it, ` +
        'set CONTAINER_ENGINE to another, or remove --container',
    );
  }
  const launcher: ContainerLauncher = {
    ...{ kind: 'container', engine, entrypoint: definition.entrypoint },
    image: environment[`${definition.variable}_IMAGE`] || definition.image,
    // Also if its command is named docker.
    isPodman: /^podman /i.test((await ask(engine, ['--version'], within)).said),
  };
  return { launcher, version: await tryContainer(definition, launcher, options) };
}

/** It may have to pull the image first. */
const firstStartMs = 900_000;

/** Writes a file as a scan would, then prints the version. */
const script = ': > /reports/probe && exec "$0" --version';

async function tryContainer(
  { title, variable }: ToolDefinition,
  launcher: ContainerLauncher,
  { environment, output, tell, signal }: EngineOptions,
): Promise<string> {
  const { engine, image, entrypoint } = launcher;
  const scratch = path.join(path.resolve(output), '.scratch');
  await mkdir(scratch, { recursive: true });
  const folder = await mkdtemp(path.join(scratch, 'probe-'));
  tell(`starting ${title} in a container of ${image}, once`);
  try {
    const [, args] = runArguments(launcher, folder);
    const { said, problem } = await ask(
      engine,
      [...args, '--entrypoint', '/bin/sh', image, '-c', script, entrypoint],
      { env: engineEnvironment(environment), timeout: firstStartMs, signal },
    );
    const version = /\d+\.\d+(\.\d+)?/.exec(said)?.[0];
    if (problem !== undefined || version === undefined) {
      const why = problem ?? oneLine(said);
      throw new ScannerError(
        `${title} does not start in a container of ${image} (${why}): build that image as ` +
          `security-audit/README.md describes, or set ${variable}_IMAGE to its name`,
      );
    }
    if (!existsSync(path.join(folder, 'probe'))) {
      throw new ScannerError(
        `Files that a container writes do not reach ${folder}: use an engine of this machine that ` +
          'shares this folder, or --output FOLDER with one that it shares',
      );
    }
    return version;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
