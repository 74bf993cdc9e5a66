import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describeError } from '../coverage/errors.ts';
import type { Environment } from './environment.ts';
import { ScannerError } from './errors.ts';
import { type InstallOptions, installTool } from './install.ts';
import type { Launcher } from './launch.ts';
import { oneLine } from './said.ts';
import type { ReadyTool } from './scan.ts';
import { toolOf } from './tools/all.ts';
import type { ToolDefinition } from './tools/tool.ts';
import type { Run, Tool } from './types.ts';

export interface PreparedTool extends ReadyTool {
  version: string;
}

/**
 * Makes scanners ready, and asks each for its version: it is there, and starts.
 * @throws ScannerError when one is not, or there is no engine for containers
 */
export async function prepareTools(
  names: readonly Tool[],
  options: InstallOptions & { container: boolean },
): Promise<PreparedTool[]> {
  const ready: PreparedTool[] = [];
  for (const name of names) {
    const definition = toolOf(name);
    const prepared = options.container
      ? await prepareContainer(definition, options)
      : await prepareCommand(definition, options);
    ready.push({ definition, ...prepared });
  }
  return ready;
}

export function versionsOf(ready: readonly PreparedTool[]): Run['tools'] {
  return ready.map(({ definition: { name }, version }) => ({ name, version }));
}

async function prepareCommand(definition: ToolDefinition, options: InstallOptions) {
  const file = await installTool(definition, options);
  const launcher: Launcher = { kind: 'command', file };
  return { launcher, version: await askVersion(definition, file, options) };
}

/** A first start takes long: it compiles what is imported. */
const versionTimeoutMs = 180_000;

async function askVersion(
  { title }: ToolDefinition,
  file: string,
  { environment: { PATH, HOME }, signal }: InstallOptions,
): Promise<string> {
  const timeout = versionTimeoutMs;
  const { said, problem } = await ask(file, ['--version'], {
    env: { PATH, HOME },
    timeout,
    signal,
  });
  const version = /\d+\.\d+(\.\d+)?/.exec(said)?.[0];
  if (problem !== undefined || version === undefined) {
    throw new ScannerError(
      `${title} does not tell its version, as ${file} --version fails: ${problem ?? oneLine(said)}`,
    );
  }
  return version;
}

/** The tag of an image is the version of what is in it. */
async function prepareContainer(
  definition: ToolDefinition,
  { environment, signal }: InstallOptions,
) {
  const { PATH, HOME, CONTAINER_ENGINE, DOCKER_HOST } = environment;
  const engine = CONTAINER_ENGINE || 'docker';
  const env = { PATH, HOME, DOCKER_HOST };
  const { problem } = await ask(engine, ['version'], { env, timeout: 30_000, signal });
  if (problem !== undefined) {
    throw new ScannerError(
      `--container needs a container engine, and ${engine} does not answer (${problem}): start it, ` +
        'set CONTAINER_ENGINE to another, or leave --container out',
    );
  }
  const image = environment[`${definition.variable}_IMAGE`] || definition.image;
  const entrypoint = definition.entrypoint;
  const launcher: Launcher = {
    kind: 'container',
    engine,
    image,
    ...(entrypoint && { entrypoint }),
  };
  return { launcher, version: image.split(':').at(-1) ?? image };
}

/** What a command says, or why it does not. */
async function ask(
  file: string,
  args: readonly string[],
  options: { env: Environment; timeout: number; signal: AbortSignal | undefined },
): Promise<{ said: string; problem?: string }> {
  try {
    const { signal, ...others } = options;
    const ended = signal && { signal };
    const { stdout } = await promisify(execFile)(file, args, { ...others, ...ended });
    return { said: stdout };
  } catch (error) {
    const { code, stdout = '', stderr = '' } = error as Partial<Record<string, unknown>>;
    const isExit = typeof code === 'number';
    return { said: '', problem: isExit ? oneLine(`${stderr} ${stdout}`) : describeError(error) };
  }
}
