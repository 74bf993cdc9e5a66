import { ScannerError } from '../errors.ts';
import type { Run, Tool } from '../types.ts';
import { ask } from './ask.ts';
import { prepareContainer } from './engine.ts';
import { type InstallOptions, installTool } from './install.ts';
import type { Launcher } from './launcher.ts';
import { oneLine } from './said.ts';
import type { ReadyTool } from './scan.ts';
import { toolOf } from './tools/all.ts';
import type { ToolDefinition } from './tools/tool.ts';

export interface PreparedTool extends ReadyTool {
  version: string;
}

/**
 * Prepares scanners, and runs each for its version: so it is installed, and starts.
 * @throws ScannerError when one is not, or there is no engine for containers
 */
export async function prepareTools(
  names: readonly Tool[],
  options: InstallOptions & { container: boolean; output: string },
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

/** A first start takes long: it compiles its imports. */
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
      `The version of ${title} is not known, as ${file} --version fails: ${problem ?? oneLine(said)}`,
    );
  }
  return version;
}
