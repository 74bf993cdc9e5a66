// A Trino of one process on loopback, that reads Glue and S3 of the embedded AWS as Athena reads
// those of an account.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { TrinoError } from './errors.ts';
import type { Installed } from './install.ts';

const patienceMs = 180_000;

export interface Aws {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string | undefined;
  };
}

export class TrinoServer {
  readonly address: string;
  readonly #process: ChildProcess;
  readonly #folder: string;

  private constructor(address: string, child: ChildProcess, folder: string) {
    this.address = address;
    this.#process = child;
    this.#folder = folder;
  }

  /** @throws TrinoError when it does not come up */
  static async start({ home, java }: Installed, aws: Aws): Promise<TrinoServer> {
    const folder = mkdtempSync(path.join(tmpdir(), 'ofn-audit-trino-'));
    const port = await freePort();
    writeConfiguration(folder, { home, port, aws });
    const { accessKeyId, secretAccessKey, sessionToken } = aws.credentials;
    const child = spawn(java, argumentsOf(folder, home), {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        ...(sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: sessionToken }),
        AWS_EC2_METADATA_DISABLED: 'true',
      },
    });
    const log = { tail: '' };
    for (const output of [child.stdout, child.stderr]) {
      output.on('data', (chunk: Buffer) => {
        log.tail = `${log.tail}${chunk}`.slice(-8000);
      });
    }
    process.once('exit', () => child.kill('SIGKILL'));
    const started = new TrinoServer(`http://127.0.0.1:${port}`, child, folder);
    try {
      await started.#ready(log);
    } catch (error) {
      await started.stop();
      throw error;
    }

    return started;
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      const ended = once(this.#process, 'exit');
      this.#process.kill();
      const timer = setTimeout(() => this.#process.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(timer);
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #ready(log: { readonly tail: string }): Promise<void> {
    const deadline = Date.now() + patienceMs;
    while (Date.now() < deadline && this.#process.exitCode === null) {
      if (await isReady(this.address)) {
        return;
      }
      await delay(250);
    }
    const errors = log.tail.split('\n').filter((line) => /error|exception/i.test(line));
    const said = (errors.length > 0 ? errors : log.tail.trim().split('\n')).slice(-5).join('\n');
    throw new TrinoError(`Trino does not start: ${said || 'it said nothing'}`);
  }
}

async function isReady(address: string): Promise<boolean> {
  try {
    const info = (await (await fetch(`${address}/v1/info`)).json()) as { starting?: boolean };

    return info.starting === false;
  } catch {
    // It does not listen yet.
    return false;
  }
}

async function freePort(): Promise<number> {
  const listening = createServer().listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const address = listening.address();
  listening.close();
  await once(listening, 'close');

  return typeof address === 'object' && address ? address.port : 0;
}

/** As bin/launcher and Trino's own jvm.config have it, for a process that lives for minutes. */
const argumentsOf = (folder: string, home: string): string[] => [
  '-Xmx1G',
  '-XX:+ExitOnOutOfMemoryError',
  '-XX:TieredStopAtLevel=1',
  '-Djdk.attach.allowAttachSelf=true',
  '-Dfile.encoding=UTF-8',
  '--enable-native-access=ALL-UNNAMED',
  '-XX:+EnableDynamicAgentLoading',
  '-Dnode.environment=test',
  '-Dnode.id=athena',
  `-Dnode.data-dir=${folder}/data`,
  '-Dconfig=etc/config.properties',
  '-Dlog.levels-file=etc/log.properties',
  '-cp',
  `${home}/lib/*`,
  'io.trino.server.TrinoServer',
];

function writeConfiguration(
  folder: string,
  { home, port, aws }: { readonly home: string; readonly port: number; readonly aws: Aws },
): void {
  const write = (name: string, properties: Record<string, string>): void => {
    const file = path.join(folder, 'etc', name);
    mkdirSync(path.dirname(file), { recursive: true });
    const lines = Object.entries(properties).map(([key, value]) => `${key}=${value}\n`);
    writeFileSync(file, lines.join(''));
  };
  mkdirSync(path.join(folder, 'data'));
  write('log.properties', { 'io.trino': 'WARN' });
  write('config.properties', {
    coordinator: 'true',
    'node-scheduler.include-coordinator': 'true',
    'node.internal-address': '127.0.0.1',
    'node.bind-ip': '127.0.0.1',
    'http-server.http.port': String(port),
    'discovery.uri': `http://127.0.0.1:${port}`,
    'plugin.dir': path.join(home, 'plugin'),
  });
  // The name that Athena gives the catalog; views name it.
  write('catalog/awsdatacatalog.properties', {
    'connector.name': 'hive',
    'hive.metastore': 'glue',
    'hive.metastore.glue.region': aws.region,
    'hive.metastore.glue.endpoint-url': aws.endpoint,
    'hive.partition-projection-enabled': 'true',
    // Athena reads what lies in folders under a location too, Trino does so only when it is configured to.
    // https://docs.aws.amazon.com/athena/latest/ug/tables-location-format.html
    'hive.recursive-directories': 'true',
    'fs.native-s3.enabled': 'true',
    's3.region': aws.region,
    's3.endpoint': aws.endpoint,
    's3.path-style-access': 'true',
  });
}
