import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import type { RehearsalConfig } from '../config.ts';

export type Build = NonNullable<RehearsalConfig['build']>;

/** Every file that a build is made from. */
export const sourcesOf = ({ folders }: Build): string[] =>
  folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.resolve(entry.parentPath, entry.name)),
  );

/** Whether a build has to be made again. */
export const concernsBuild = ({ folders }: Build, changed: readonly string[]): boolean =>
  folders.some((folder) =>
    changed.some((file) => file.startsWith(path.resolve(folder) + path.sep)),
  );

/** @returns what the command said when it failed; undefined when it succeeded */
export async function runBuild(
  { command }: Build,
  signal: AbortSignal,
): Promise<string | undefined> {
  const [program, ...args] = command;
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], signal });
  const [out, error, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return code === 0 ? undefined : `${command.join(' ')} ended with ${code}\n${error}${out}`.trim();
}
