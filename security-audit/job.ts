// The command of a job of AWS Batch: scans one account, and uploads its reports. It is bundled into
// one file for the image of container/Dockerfile.
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describeError } from '../lambda/errors.ts';
import { buildClients } from './access/clients.ts';
import { runJob } from './job/run-job.ts';
import { settingsOf } from './job/settings.ts';

const log = (entry: Record<string, unknown>) => process.stdout.write(`${JSON.stringify(entry)}\n`);

async function main(): Promise<boolean> {
  const interrupted = new AbortController();
  // AWS Batch sends it half a minute before it ends the container.
  process.on('SIGTERM', () => interrupted.abort());
  const settings = settingsOf(process.env);
  return await runJob(settings, {
    ...{ log, now: Date.now, signal: interrupted.signal, environment: process.env },
    clients: buildClients({ region: settings.homeRegion }),
    output: await mkdtemp(path.join(tmpdir(), 'security-audit-')),
  });
}

// AWS Batch retries a job that exits with another code than 0.
main().then(
  (isGood) => {
    process.exitCode = isGood ? 0 : 1;
  },
  (error: unknown) => {
    log({ message: describeError(error), action: 'scan', status: 'failed' });
    process.exitCode = 1;
  },
);
