// How many reports a second the dispatcher delivers, beside a plain loop that copies one after the
// other; and whether its memory stays flat. `node bench/reports.ts` writes bench/reports.md; with a
// number of reports it prints.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { CopyObjectCommand, S3Client } from '@aws-sdk/client-s3';
import pMap from 'p-map';
import { copySourceOf } from '../handlers/report-dispatcher/keys.ts';
import type { MemoryBucket } from '../test/handlers/report-dispatcher/memory-bucket.ts';
import type { MemoryS3 } from '../test/handlers/report-dispatcher/memory-s3.ts';
import { keysOf, reportBucket, reportsIn, sandbox, spokeBucketOf } from './reports-world.ts';

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

/** One call a report, one report after the other, and nothing looked at: the least that it takes. */
async function loop(s3: MemoryS3, reports: MemoryBucket): Promise<void> {
  for (const key of keysOf(count)) {
    const [id = '', ...folders] = key.split('/');
    const input = {
      Bucket: spokeBucketOf(id),
      Key: folders.join('/'),
      ExpectedBucketOwner: id,
      CopySource: copySourceOf(reportBucket, key, reports.current(key)?.versionId ?? ''),
      ExpectedSourceBucketOwner: reports.owner,
      MetadataDirective: 'REPLACE' as const,
    };
    await s3.client.send(new CopyObjectCommand(input));
  }
}

/** As the event source mapping does: batches of 10 messages, to 10 sandboxes at a time. */
async function dispatcher(s3: MemoryS3): Promise<void> {
  const free = Array.from({ length: sandboxes }, () => sandbox(s3.client));
  const invoke = async (batch: readonly string[]) => {
    const one = free.pop();
    if (!one) throw new Error('No sandbox is free');
    await one(batch);
    free.push(one);
  };
  await pMap(batchesOf(keysOf(count)), invoke, { concurrency: sandboxes });
}

interface Row {
  readonly bytes: number;
  readonly way: 'loop' | 'dispatcher';
  readonly rate: number;
}

async function measure(bytes: number, way: Row['way']): Promise<Row> {
  process.stderr.write(`${count} reports of ${bytes} bytes by the ${way} …\n`);
  const { s3, reports, arrived } = reportsIn(count, bytes);
  s3.before = async () => {
    await delay(latencyMs);
  };
  const started = performance.now();
  await (way === 'loop' ? loop(s3, reports) : dispatcher(s3));
  const seconds = (performance.now() - started) / 1000;
  if (arrived().length !== count) {
    throw new Error(`${arrived().length} of ${count} reports arrived once, by the ${way}`);
  }
  return { bytes, way, rate: count / seconds };
}

interface Sdk {
  /** MiB in use behind each step of reports. */
  readonly used: readonly number[];
  /** Of the processor, for each report. */
  readonly cpuMs: number;
}

/** What one sandbox takes with the SDK. */
async function withSdk(): Promise<Sdk> {
  process.stderr.write(`${remembered.reports} reports with the SDK …\n`);
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const file = path.join(import.meta.dirname, 'reports-server.ts');
  const server = fork(file, [`${remembered.reports}`]);
  try {
    const [{ port }] = await once(server, 'message');
    const s3 = new S3Client({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    const handle = sandbox(s3);
    const used: number[] = [];
    let done = 0;
    const before = process.cpuUsage();
    for (const batch of batchesOf(keysOf(remembered.reports))) {
      await handle(batch);
      done += batch.length;
      if (done % remembered.step !== 0) continue;
      collect();
      used.push(process.memoryUsage().heapUsed / 2 ** 20);
    }
    const { user, system } = process.cpuUsage(before);
    return { used, cpuMs: (user + system) / 1000 / remembered.reports };
  } finally {
    server.kill();
  }
}

const peakMebibytes = () => process.resourceUsage().maxRSS / 1024;
const first = (used: readonly number[]) => used.at(0) ?? 0;
const most = (used: readonly number[]) => Math.max(...used);
const rateOf = (rows: readonly Row[], bytes: number, way: Row['way']): number =>
  rows.find((row) => row.bytes === bytes && row.way === way)?.rate ?? Number.NaN;
const timesOf = (rows: readonly Row[], bytes: number): number =>
  rateOf(rows, bytes, 'dispatcher') / rateOf(rows, bytes, 'loop');

const render = (rows: readonly Row[], { used, cpuMs }: Sdk): string =>
  [
    '# Delivering reports',
    '',
    `\`node bench/reports.ts\`: ${count} reports for 20 accounts, in an S3 in memory that takes ${latencyMs} ms for each call. The`,
    'loop sends one CopyObject after the other, and looks at nothing; the dispatcher looks at source and destination',
    'before it copies, and at the source again behind it: 4 calls a report. It gets batches of 10 messages, 10 batches at',
    `a time, as the queue gives them. At 1 KB it must be ${leastFaster} times as fast.`,
    '',
    '| size | loop, reports a second | dispatcher, reports a second | times |',
    '| --- | ---: | ---: | ---: |',
    ...[1024, 1024 ** 2].map(
      (bytes) =>
        `| ${bytes === 1024 ? '1 KB' : '1 MB'} | ${rateOf(rows, bytes, 'loop').toFixed(0)} ` +
        `| ${rateOf(rows, bytes, 'dispatcher').toFixed(0)} | ${timesOf(rows, bytes).toFixed(1)} |`,
    ),
    '',
    `S3 copies by itself, so that the size does not matter. The work of the SDK is in neither: it took ${cpuMs.toFixed(1)} ms of`,
    "this machine's processor for each report; on AWS each sandbox has its own, here all would share one.",
    '',
    `Memory in use by one sandbox with the SDK, over HTTP to an S3 in another process, garbage collected: ${first(used).toFixed(1)} MiB`,
    `behind the first ${remembered.step} reports, ${used.at(-1)?.toFixed(1)} MiB behind ${remembered.reports}, at most ${most(used).toFixed(1)} MiB between them: it must not grow by ${mostGrowthMebibytes} MiB.`,
    `The most that the process of this bench ever had is ${peakMebibytes().toFixed(0)} MiB, garbage, all 10 sandboxes and the S3 included.`,
    '',
  ].join('\n');

const rows: Row[] = [];
for (const bytes of [1024, 1024 ** 2]) {
  rows.push(await measure(bytes, 'loop'), await measure(bytes, 'dispatcher'));
}
const sdk = await withSdk();
const text = render(rows, sdk);
process.stdout.write(text);
const times = timesOf(rows, 1024);
if (!(times >= leastFaster)) {
  throw new Error(`${times.toFixed(1)} times the loop: at least ${leastFaster} is wanted`);
}
if (most(sdk.used) - first(sdk.used) >= mostGrowthMebibytes) {
  throw new Error(`Memory grows from ${first(sdk.used)} to ${most(sdk.used)} MiB`);
}
if (given.length === 0) writeFileSync(path.join(import.meta.dirname, 'reports.md'), text);
