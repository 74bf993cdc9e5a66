// What the judgement of a sign-in takes, by the length of the list of known networks, and whether
// memory stays flat. `node bench/sign-ins.ts` writes bench/sign-ins.md; with numbers of ranges it
// prints.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { monitor } from '../handlers/sign-in-monitor/monitor.ts';
import { type KnownNetworks, knownNetworks } from '../handlers/sign-in-monitor/networks.ts';
import { noon, sample, sampleNames, settings } from '../test/handlers/sign-in-monitor/samples.ts';

const given = process.argv.slice(2).map(Number);
const sizes = given.length > 0 ? given : [10, 1_000, 10_000];
const timed = 25_000;
const remembered = { events: 100_000, step: 10_000 };
const limitMs = 5;

/** Half of the ranges are IPv4, half IPv6. */
function listOf(size: number): string {
  const lines = Array.from({ length: size }, (_, index) => {
    const [high, low] = [index >> 8, index & 0xff];
    return index % 2 === 0
      ? `10.${high}.${low}.0/24 # Office ${index}`
      : `2001:db8:${index.toString(16)}::/48 # Office ${index}`;
  });
  return lines.join('\n');
}

const samples = sampleNames.map(sample);

/** Events of every shape, no two of them from the same address; a third comes from known networks. */
function eventOf(index: number): unknown {
  const event = samples[index % samples.length];
  const [high, low] = [(index >> 8) & 0xff, index & 0xff];
  const addresses = [
    `203.${index % 100}.${high}.${low}`,
    `10.0.${low}.${high}`,
    `2001:db8:${low.toString(16)}::${high}`,
  ];
  const eventID = `10000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
  return {
    ...event,
    detail: { ...event?.detail, eventID, sourceIPAddress: addresses[index % 3] },
  };
}

/** The handler, but for AWS: what it would write is thrown away. */
async function judgeOne(event: unknown, known: KnownNetworks): Promise<void> {
  await monitor(
    event,
    {
      known,
      countryOf: () => undefined,
      failures: { count: async () => undefined },
      workflows: { remember: async () => {}, nameOf: async () => undefined },
      once: {
        run: async (_id, _ttlSeconds, act) => {
          await act();
          return 'acted';
        },
      },
      accounts: { nameOf: async (id) => id },
      publish: async () => {},
      log: () => {},
      now: () => noon,
    },
    settings,
  );
}

interface Row {
  readonly size: number;
  readonly readMs: number;
  readonly medianMs: number;
  readonly p99Ms: number;
  readonly worstMs: number;
}

async function measure(size: number): Promise<Row> {
  const started = performance.now();
  const known = knownNetworks(listOf(size), 'a list');
  const readMs = performance.now() - started;
  const times: number[] = [];
  for (let index = 0; index < timed; index += 1) {
    const event = eventOf(index);
    const before = performance.now();
    await judgeOne(event, known);
    times.push(performance.now() - before);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(share * (times.length - 1))] ?? Number.NaN;
  return { size, readMs, medianMs: at(0.5), p99Ms: at(0.99), worstMs: at(1) };
}

/** MiB in use behind each step of events. */
async function memory(size: number): Promise<number[]> {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const known = knownNetworks(listOf(size), 'a list');
  const used: number[] = [];
  for (let index = 1; index <= remembered.events; index += 1) {
    await judgeOne(eventOf(index), known);
    if (index % remembered.step !== 0) {
      continue;
    }
    collect();
    used.push(process.memoryUsage().heapUsed / 2 ** 20);
  }
  return used;
}

const render = (rows: readonly Row[], used: readonly number[]): string =>
  [
    '# Judging a sign-in',
    '',
    `\`node bench/sign-ins.ts\`: ${timed} events of all the shapes in \`test/events/sign-in\`, each from another address, through`,
    'the handler with its alert, but without AWS. Half of the ranges are IPv4, half IPv6; the first column is how many.',
    `An event must take less than ${limitMs} ms at 10,000 ranges.`,
    '',
    '| ranges | read the list, ms | median, ms | 99th percentile, ms | slowest, ms |',
    '| ---: | ---: | ---: | ---: | ---: |',
    ...rows.map(
      ({ size, readMs, medianMs, p99Ms, worstMs }) =>
        `| ${size} | ${readMs.toFixed(0)} | ${medianMs.toFixed(3)} | ${p99Ms.toFixed(3)} | ${worstMs.toFixed(1)} |`,
    ),
    '',
    'The slowest are those that meet the collector of garbage, or other work of this machine.',
    '',
    `Memory in use at ${Math.max(...sizes)} ranges, garbage collected: ${used.at(0)?.toFixed(2)} MiB behind the first ${remembered.step} events,`,
    `${used.at(-1)?.toFixed(2)} MiB behind ${remembered.events}; at most ${Math.max(...used).toFixed(2)} MiB between them.`,
    '',
  ].join('\n');

await measure(10); // The compiler has seen it all by then.
const rows: Row[] = [];
for (const size of sizes) {
  process.stderr.write(`${size} ranges …\n`);
  rows.push(await measure(size));
}
const text = render(rows, await memory(Math.max(...sizes)));
process.stdout.write(text);
const slow = rows.find(({ p99Ms }) => p99Ms >= limitMs);
if (slow) {
  throw new Error(`${slow.size} ranges take ${slow.p99Ms} ms: less than ${limitMs} is allowed`);
}
if (given.length === 0) {
  writeFileSync(path.join(import.meta.dirname, 'sign-ins.md'), text);
}
