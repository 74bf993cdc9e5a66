import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { CredentialServer } from '../access/credential-server.ts';
import type { Session } from '../access/sessions.ts';
import type { Workplace } from '../reports/reports.ts';
import { engineEnvironment, runArguments } from './engine.ts';
import { scannerEnvironment } from './environment.ts';
import type { ContainerLauncher, Launcher } from './launcher.ts';
import type { Command, Ending } from './process.ts';
import type { ScanOptions } from './scan-options.ts';
import type { ToolDefinition } from './tools/tool.ts';

export interface Launch {
  command: Command;
  timeoutSeconds: number;
  /** Ends resources besides the process. */
  afterwards(ending: Ending): Promise<void>;
}

interface Circumstances {
  session: Session;
  server: CredentialServer;
  work: Workplace;
  options: ScanOptions;
}

/** The command line of a scan. */
export function commandOf(
  launcher: Launcher,
  definition: ToolDefinition,
  circumstances: Circumstances,
): Launch {
  const { server, work, options } = circumstances;
  const { regions, checks, compliance, timeoutSeconds } = options;
  const selected = { regions, ...(checks && { checks }), ...(compliance && { compliance }) };
  if (launcher.kind === 'container') {
    return containerOf(
      launcher,
      definition.arguments({ folder: '/reports', ...selected }),
      circumstances,
    );
  }
  const env = scannerEnvironment(options.environment, {
    ...{ home: work.home, region: regions[0] ?? '', credentials: server.variables },
  });
  const args = definition.arguments({ folder: work.out, ...selected });
  const command = { file: launcher.file, args, env, cwd: work.home };
  return { command, timeoutSeconds, afterwards: async () => undefined };
}

/**
 * Not every container can reach the credential server of the runner, so it gets a fixed session. It
 * is terminated with the session: after that a report would be incomplete.
 */
function containerOf(
  launcher: ContainerLauncher,
  args: readonly string[],
  { session, work, options }: Circumstances,
): Launch {
  const credentials = {
    AWS_ACCESS_KEY_ID: session.accessKeyId,
    AWS_SECRET_ACCESS_KEY: session.secretAccessKey,
    AWS_SESSION_TOKEN: session.sessionToken,
  };
  const env = scannerEnvironment(options.environment, {
    ...{ home: work.home, region: options.regions[0] ?? '', credentials },
  });
  // Folders and files of this machine do not exist in the container.
  const own = new Set([
    'PATH',
    'HOME',
    'TMPDIR',
    'LANG',
    'LC_ALL',
    'AWS_CA_BUNDLE',
    'REQUESTS_CA_BUNDLE',
    'SSL_CERT_FILE',
    'SSL_CERT_DIR',
  ]);
  const passed = Object.keys(env).filter((name) => !own.has(name));
  const { engine, image, entrypoint } = launcher;
  const [name, run] = runArguments(launcher, work.out);
  const command: Command = {
    file: engine,
    args: [
      ...run,
      // By name only: other users of the machine can read values on a command line.
      ...passed.flatMap((variable) => ['--env', variable]),
      '--entrypoint',
      entrypoint,
      image,
      ...args,
    ],
    env: { ...env, ...engineEnvironment(options.environment) },
    cwd: work.home,
  };
  return {
    command,
    timeoutSeconds: Math.min(options.timeoutSeconds, options.sessionSeconds),
    async afterwards({ kind }) {
      // Ending the engine's client does not end the container.
      if (kind === 'timed-out' || kind === 'interrupted') {
        const child = spawn(engine, ['kill', name], { env: command.env, stdio: 'ignore' });
        await once(child, 'close');
      }
    },
  };
}
