// How many reports a second the dispatcher delivers, beside a plain loop that copies one after the
// other; and whether its memory stays flat. `node bench/reports.ts` writes bench/reports.md; with a
// number of reports it prints.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { CopyObjectCommand, S3Client } from '@aws-sdk/client-s3';
import pMap from 'p-map';
import { copySourceOf } from '../handlers/report-dispatcher/keys.ts';
import { keysOf, owner, reportBucket, reportsIn, sandbox, spokeBucketOf } from './reports-world.ts';

const given = process.argv.slice(2).map(Number);
const count = given[0] ?? 1000;
const latencyMs = 50;
const sandboxes = 10;
const leastFaster = 8;
const remembered = { reports: count * 5, step: count };
const mostGrowthMebibytes = 5;

const batchesOf = (keys: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(keys.length / 10) }, (_, index) =>
    keys.slice(index * 10, (index + 1) * 10),
  );

const versionsOf = (): ReadonlyMap<string, string> => {
  const { reports } = reportsIn(count, 1);
  return new Map(keysOf(count).map((key) => [key, reports.current(key)?.versionId ?? '']));
};

/** One call a report, one report after the other, and nothing looked at: the least that it takes. */
async function loop(connect: () => S3Client): Promise<void> {
  const s3 = connect();
  for (const [key, versionId] of versionsOf()) {
    const [id = '', ...folders] = key.split('/');
    const input = {
      Bucket: spokeBucketOf(id),
      Key: folders.join('/'),
      ExpectedBucketOwner: id,
      CopySource: copySourceOf(reportBucket, key, versionId),
      ExpectedSourceBucketOwner: owner,
      MetadataDirective: 'REPLACE' as const,
    };
    await s3.send(new CopyObjectCommand(input));
  }
}

/** As the event source mapping does: batches of 10 messages, to 10 sandboxes at a time. */
async function dispatcher(connect: () => S3Client): Promise<void> {
  const free = Array.from({ length: sandboxes }, () => sandbox(connect(), latencyMs));
  const invoke = async (batch: readonly string[]) => {
    const one = free.pop();
    if (!one) {
      throw new Error('No sandbox is free');
    }
    await one(batch);
    free.push(one);
  };
  await pMap(batchesOf(keysOf(count)), invoke, { concurrency: sandboxes });
}

/** S3 in a process of its own, over HTTP. */
async function withS3<T>(
  [reports, bytes, latency]: readonly [number, number, number],
  play: (connect: () => S3Client, arrived: () => Promise<number>) => Promise<T>,
): Promise<T> {
  const file = path.join(import.meta.dirname, 'reports-server.ts');
  const server = fork(file, [reports, bytes, latency].map(String));
  try {
    const [{ port }] = await once(server, 'message');
    const connect = () =>
      new S3Client({
        endpoint: `http://127.0.0.1:${port}`,
        region: 'us-east-1',
        forcePathStyle: true,
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      });
    return await play(connect, async () => {
      server.send('arrived');
      const [told] = await once(server, 'message');
      return told.arrived;
    });
  } finally {
    server.kill();
  }
}

interface Row {
  readonly bytes: number;
  readonly way: 'loop' | 'dispatcher';
  readonly rate: number;
  /** Of this process, for each report. */
  readonly cpuMs: number;
}

async function measure(bytes: number, way: Row['way']): Promise<Row> {
  process.stderr.write(`${count} reports of ${bytes} bytes by the ${way} …\n`);
  return withS3([count, bytes, latencyMs], async (connect, arrived) => {
    const started = performance.now();
    const before = process.cpuUsage();
    await (way === 'loop' ? loop(connect) : dispatcher(connect));
    const seconds = (performance.now() - started) / 1000;
    const { user, system } = process.cpuUsage(before);
    const found = await arrived();
    if (found !== count) {
      throw new Error(`${found} of ${count} reports arrived once, by the ${way}`);
    }
    return { bytes, way, rate: count / seconds, cpuMs: (user + system) / 1000 / count };
  });
}

/** MiB in use by one sandbox behind each step of reports. */
async function memory(): Promise<number[]> {
  process.stderr.write(`${remembered.reports} reports by one sandbox …\n`);
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  return withS3([remembered.reports, 1024, 0], async (connect) => {
    const handle = sandbox(connect(), 0);
    const used: number[] = [];
    let done = 0;
    for (const batch of batchesOf(keysOf(remembered.reports))) {
      await handle(batch);
      done += batch.length;
      if (done % remembered.step !== 0) {
        continue;
      }
      collect();
      used.push(process.memoryUsage().heapUsed / 2 ** 20);
    }
    return used;
  });
}

const peakMebibytes = () => process.resourceUsage().maxRSS / 1024;
const first = (used: readonly number[]) => used.at(0) ?? 0;
const most = (used: readonly number[]) => Math.max(...used);
const rowOf = (rows: readonly Row[], bytes: number, way: Row['way']): Row => {
  const found = rows.find((row) => row.bytes === bytes && row.way === way);
  if (!found) {
    throw new Error(`No ${way} of ${bytes} bytes`);
  }
  return found;
};
const timesOf = (rows: readonly Row[], bytes: number): number =>
  rowOf(rows, bytes, 'dispatcher').rate / rowOf(rows, bytes, 'loop').rate;

const render = (rows: readonly Row[], used: readonly number[]): string =>
  [
    '# Delivering reports',
    '',
    `\`node bench/reports.ts\`: ${count} reports for 20 accounts, by the SDK over HTTP to an S3 in another process that takes`,
    `${latencyMs} ms for each call. The loop sends one CopyObject after the other, and looks at nothing; the dispatcher looks at`,
    'the source, and copies it if nothing is at the destination: 2 calls a report, and in each sandbox one more for each',
    'account, to AWS Organizations. It gets batches of 10 messages, 10 batches at a time, as the queue gives them. At 1 KB it',
    `must be ${leastFaster} times as fast.`,
    '',
    '| size | loop, reports a second | dispatcher, reports a second | times | dispatcher, ms of CPU a report |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...[1024, 1024 ** 2].map((bytes) => {
      const { rate, cpuMs } = rowOf(rows, bytes, 'dispatcher');
      return (
        `| ${bytes === 1024 ? '1 KB' : '1 MB'} | ${rowOf(rows, bytes, 'loop').rate.toFixed(0)} ` +
        `| ${rate.toFixed(0)} | ${timesOf(rows, bytes).toFixed(1)} | ${cpuMs.toFixed(1)} |`
      );
    }),
    '',
    'S3 copies by itself, so that the size does not matter. All 10 sandboxes share one thread here, which is what limits',
    'them; on AWS each has a processor of its own, and the same latency would let them deliver 1000 a second.',
    '',
    `Memory in use by one sandbox, garbage collected: ${first(used).toFixed(1)} MiB behind the first ${remembered.step} reports, ${used.at(-1)?.toFixed(1)} MiB behind`,
    `${remembered.reports}, at most ${most(used).toFixed(1)} MiB between them: it must not grow by ${mostGrowthMebibytes} MiB. The most that the process of this`,
    `bench ever had is ${peakMebibytes().toFixed(0)} MiB, garbage and all 10 sandboxes included.`,
    '',
  ].join('\n');

const rows: Row[] = [];
for (const bytes of [1024, 1024 ** 2]) {
  rows.push(await measure(bytes, 'loop'), await measure(bytes, 'dispatcher'));
}
const used = await memory();
const text = render(rows, used);
process.stdout.write(text);
const times = timesOf(rows, 1024);
if (!(times >= leastFaster)) {
  throw new Error(`${times.toFixed(1)} times the loop: at least ${leastFaster} is wanted`);
}
if (most(used) - first(used) >= mostGrowthMebibytes) {
  throw new Error(`Memory grows from ${first(used)} to ${most(used)} MiB`);
}
if (given.length === 0) {
  writeFileSync(path.join(import.meta.dirname, 'reports.md'), text);
}
