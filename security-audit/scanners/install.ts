import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describeError } from '../../lambda/errors.ts';
import { ScannerError } from '../errors.ts';
import type { Environment } from './environment.ts';
import { oneLine } from './said.ts';
import type { ToolDefinition } from './tools/tool.ts';

const securityAudit = path.dirname(import.meta.dirname);

/** The minor version of Python in the image, for which all versions are fixed: container/Dockerfile. */
const image = 11;

export interface InstallOptions {
  environment: Environment;
  /** Called before a step that takes long. */
  tell: (text: string) => void;
  /** Optional. Called before an installation; it does not begin if this fails. */
  beforeInstall?: () => Promise<void>;
  /** Optional. The folder of the virtual environments. Default: the repository. */
  folder?: string;
  /** Optional. Aborts it. */
  signal?: AbortSignal;
}

/**
 * The path of a scanner: the one that its variable names, else the pinned one, which is installed
 * into a virtual environment of its own on first use, and again when its pin has changed.
 * @throws ScannerError when there is no Python for it, or it can't be installed
 */
export async function installTool(tool: ToolDefinition, options: InstallOptions): Promise<string> {
  const { environment, folder = path.dirname(securityAudit) } = options;
  const given = environment[tool.variable];
  if (given) {
    return path.resolve(given);
  }
  const venv = path.join(folder, `.venv-${tool.name}`);
  const requirements = path.join(securityAudit, tool.name, 'requirements.txt');
  const constraints = path.join(securityAudit, tool.name, `constraints-3.${image}.txt`);
  const stamp = path.join(venv, '.requirements');
  const wanted = (await readFile(requirements, 'utf8')) + (await readFile(constraints, 'utf8'));
  const file = path.join(venv, 'bin', tool.command);
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === wanted) {
    return file;
  }
  const python = findPython(tool, environment);
  await options.beforeInstall?.();
  const done = telling(`installing ${tool.title} into .venv-${tool.name}, once`, options.tell);
  try {
    await rm(venv, { recursive: true, force: true });
    await run(tool, python, ['-m', 'venv', venv], options);
    const pip = ['-m', 'pip', 'install', '--quiet', '--no-compile', '--disable-pip-version-check'];
    const files = ['--requirement', requirements];
    if (isBetween(python, [image, image], environment)) {
      files.push('--constraint', constraints);
    }
    await run(tool, path.join(venv, 'bin/python'), [...pip, ...files], options);
    await writeFile(stamp, wanted);
  } finally {
    done();
  }
  return file;
}

/** The first Python on the path that the scanner runs on. */
export function findPython(
  { title, python: [first, last] }: Pick<ToolDefinition, 'python' | 'title'>,
  environment: Environment,
): string {
  const { PYTHON } = environment;
  const newest = Array.from({ length: last - first + 1 }, (_, index) => `python3.${last - index}`);
  const isFit = (python: string) => isBetween(python, [first, last], environment);
  const found = (PYTHON ? [PYTHON] : ['python3', ...newest]).find(isFit);
  if (found === undefined) {
    const not = PYTHON ? `, which ${PYTHON} is not` : '';
    throw new ScannerError(
      `${title} needs Python 3.${first} to 3.${last}${not}: install one, set PYTHON to its path, ` +
        'or use --container',
    );
  }
  return found;
}

/** Whether it is Python 3, from one minor version to another. */
function isBetween(
  python: string,
  [first, last]: readonly [number, number],
  { PATH }: Environment,
): boolean {
  const code = `import sys; sys.exit(not (3, ${first}) <= sys.version_info[:2] <= (3, ${last}))`;
  return spawnSync(python, ['-c', code], { env: { PATH } }).status === 0;
}

/** Shows that it is still running, as it takes some minutes. */
function telling(text: string, tell: (text: string) => void): () => void {
  const begun = performance.now();
  tell(`${text} …`);
  const timer = setInterval(() => {
    tell(`${text} … ${Math.round((performance.now() - begun) / 1_000)} s`);
  }, 10_000);
  return () => clearInterval(timer);
}

async function run(
  { title }: ToolDefinition,
  file: string,
  args: readonly string[],
  { environment, signal }: InstallOptions,
): Promise<void> {
  let last = '';
  const code = await new Promise<number | string>((resolve) => {
    const child = spawn(file, args, {
      ...{ env: environment, stdio: ['ignore', 'pipe', 'pipe'] },
      ...(signal && { signal }),
    });
    for (const output of [child.stdout, child.stderr]) {
      output?.on('data', (chunk) => {
        last = lastLine(`${chunk}`) || last;
      });
    }
    child.once('error', (error) => resolve(describeError(error)));
    child.once('close', (status) => resolve(status ?? 'a signal'));
  });
  if (code !== 0) {
    throw new ScannerError(`${title} cannot be installed (${code}): ${last || 'it said nothing'}`);
  }
}

function lastLine(text: string): string {
  const lines = text.split('\n').map(oneLine).filter(Boolean);
  return lines.findLast((line) => /error/i.test(line)) ?? lines.at(-1) ?? '';
}
