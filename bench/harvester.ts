// What a harvest takes by the number of accounts, against APIs with AWS's page sizes and rate
// limits and a clock that is simulated: no time passes. `node bench/harvester.ts` writes
// bench/harvester.md; with numbers of accounts it prints.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Cursor, START } from '../handlers/account-harvester/cursor.ts';
import { harvest, type Summary } from '../handlers/account-harvester/harvest.ts';
import { BATCH } from '../handlers/account-harvester/plan.ts';
import { idsOf, SECURITY, settings, World } from '../test/handlers/account-harvester/world.ts';

const given = process.argv.slice(2).map(Number);
const sizes = given.length > 0 ? given : [10, 1_000, 10_000];
const changed = 10;
const limitSeconds = 900;
// An account takes CloudFormation a minute; a StackSet works on many at once, but not on all.
const operationMs = (accounts: number) => 60_000 + accounts * 500;

interface Row {
  readonly name: string;
  readonly accounts: number;
  readonly calls: number;
  readonly refused: number;
  readonly invocations: number;
  readonly seconds: number;
  readonly longest: number;
  readonly megabytes: number;
}

function worldOf(size: number, present: number): World {
  const world = new World();
  const ids = idsOf(size);
  world.add(...ids);
  world.stackSet.add(SECURITY);
  world.stackSet.durationMs = operationMs;
  for (const id of ids.slice(0, present)) {
    world.stackSet.add(id);
  }
  return world;
}

/** Harvests until nothing is left, continued by the events of the bus. */
async function measure(name: string, size: number, world: World): Promise<Row> {
  const started = world.clock.now();
  let [invocations, longest, megabytes] = [0, 0, 0];
  let start: Cursor = START;
  let summary: Summary;
  do {
    const begun = world.clock.now();
    summary = await harvest(world.invoke(limitSeconds * 1000), settings, start);
    start = world.resumed.at(-1) ?? START;
    invocations += 1;
    longest = Math.max(longest, (world.clock.now() - begun) / 1000);
    megabytes = Math.max(megabytes, process.memoryUsage().rss / 2 ** 20);
  } while (summary.resumes);
  const wanted = [...world.accounts.values()].filter(({ State }) => State === 'ACTIVE').length - 1;
  if (summary.inStep !== wanted || world.stackSet.instances.size !== wanted) {
    throw new Error(`${name} with ${size} accounts: ${summary.inStep} of ${wanted} are in step`);
  }
  const seconds = (world.clock.now() - started) / 1000;
  const { refused } = world.limiter;
  const calls = world.calls.length;
  return { name, accounts: size, calls, refused, invocations, seconds, longest, megabytes };
}

/** Half of the changes are accounts that joined, half accounts that were closed. */
function withChanges(size: number): World {
  const half = changed / 2;
  const world = worldOf(size, size - half);
  for (const id of idsOf(half)) {
    world.close(id);
  }
  return world;
}

const render = (rows: readonly Row[]): string =>
  [
    '# Harvesting accounts',
    '',
    '`node bench/harvester.ts`: the harvest against simulated APIs: 20 accounts and 100 instances a page, an empty page behind',
    'each third one, 8 calls a second for accounts and 2 for the StackSet, 50 ms a call, operations of 60 s and half a second',
    `an account, invocations of ${limitSeconds} s. The clock is simulated, too. A call above its rate would be refused: none may be.`,
    `No invocation may take longer than it can, ${changed} changes must not need a second one, and calls must grow with accounts`,
    `and no faster. A first deployment works in operations of ${BATCH} accounts, and reads the lists again behind each.`,
    '',
    '| harvest | accounts | calls | refused | invocations | seconds in all | longest, s |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...rows.map(
      ({ name, accounts, calls, refused, invocations, seconds, longest }) =>
        `| ${name} | ${accounts} | ${calls} | ${refused} | ${invocations} | ${seconds.toFixed(0)} | ${longest.toFixed(0)} |`,
    ),
    '',
    `Memory was at most ${Math.max(...rows.map(({ megabytes }) => megabytes)).toFixed(0)} MiB, the simulation included.`,
    '',
  ].join('\n');

const rows: Row[] = [];
for (const size of sizes) {
  rows.push(await measure('nothing changed', size, worldOf(size, size)));
  rows.push(await measure(`${changed} changes`, size, withChanges(size)));
  rows.push(await measure('first deployment', size, worldOf(size, 0)));
}
const text = render(rows);
process.stdout.write(text);
for (const { name, accounts, refused, longest, invocations, calls } of rows) {
  const fail = (what: string) => new Error(`${name} with ${accounts} accounts: ${what}`);
  if (refused > 0) {
    throw fail(`${refused} calls were above their limit`);
  }
  if (longest >= limitSeconds) {
    throw fail(`an invocation lasts ${longest} s`);
  }
  if (name !== 'first deployment' && invocations > 1) {
    throw fail(`${invocations} invocations`);
  }
  // Linear: all instances, before and behind the changes, and all accounts; and those that wait. A
  // first deployment reads them again behind each of its operations.
  const reads = 1 + (name === 'first deployment' ? Math.ceil(accounts / BATCH) : 0);
  const pages = accounts * (1 / 20 + 2 / 100) * (4 / 3);
  const most = reads * pages + invocations * 50;
  if (calls > most) {
    throw fail(`${calls} calls, more than ${most}`);
  }
}
if (given.length === 0) {
  writeFileSync(path.join(import.meta.dirname, 'harvester.md'), text);
}
