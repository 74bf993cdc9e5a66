// What templates/leaving/_tasks.yml runs in the management account, at each deployment.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readRepository } from 'ofn-rehearse';
import { describeError } from '../lambda/errors.ts';
import { listAccounts } from '../organization/accounts.ts';
import { connect } from '../organization/clients.ts';
import type { Account } from '../organization/types.ts';
import { chartOf, organizationResources } from '../preflight/deployment/chart.ts';
import { parseState, type StateTarget } from '../preflight/findings/state-file.ts';
import { defaultStateObject, readState } from '../preflight/read/state.ts';
import { LeavingError } from './errors.ts';
import { readExpected, writeExpected } from './expected.ts';
import { type Leaving, leavingOf, stackNamesIn } from './leaving.ts';
import { lift } from './lift.ts';
import { deleteAgain } from './retry.ts';
import { wantedBy } from './wanted.ts';

interface Options {
  readonly tasks: string;
  readonly prefix: string;
  readonly region: string;
  readonly partition: string;
  /** Names of capabilities. */
  readonly removed: readonly string[];
}

const read = (file: string): string => readFileSync(file, 'utf8');
const say = (text: string): void => void process.stdout.write(`leaving: ${text}\n`);

function optionsFrom(args: string[]): Options {
  const type = 'string' as const;
  const { values } = parseArgs({
    args,
    options: {
      tasks: { type, default: '' },
      prefix: { type, default: '' },
      region: { type, default: '' },
      partition: { type, default: '' },
      removed: { type, default: '' },
    },
  });
  const removed = values.removed.split(',').filter((name) => name !== '');
  return { ...values, removed };
}

/**
 * The task files of a capability, of the package that this file is bundled into.
 *
 * @throws LeavingError when there is none of that name
 */
function taskFilesOf(capability: string): string[] {
  const templates = path.join(import.meta.dirname, '../../templates');
  const files = globSync(`${capability}/**/_tasks.yml`, { cwd: templates });
  if (files.length === 0) {
    throw new LeavingError(
      `removedCapabilities has '${capability}', which is not a folder of ${templates}: correct it`,
    );
  }
  return files.map((file) => read(path.join(templates, file)));
}

function judge(
  { tasks, prefix, partition, removed }: Options,
  stateBody: string | undefined,
  expected: readonly StateTarget[],
  accounts: readonly Account[],
): Leaving {
  const { given } = readRepository(tasks, {});
  const resources = organizationResources(given, read);
  const chart = chartOf(resources, { organizationId: '', partition, accounts });
  const state = parseState(stateBody);
  if (state === 'faulty') {
    throw new LeavingError(
      'The state of org-formation is not JSON: npm run preflight says what to do',
    );
  }
  return leavingOf({
    kept: state?.targets ?? [],
    expected,
    wanted: wantedBy(tasks, chart, read),
    prefix,
    removed: removed.map((capability) => ({
      capability,
      stackNames: stackNamesIn(taskFilesOf(capability), prefix),
    })),
  });
}

async function main(options: Options): Promise<void> {
  const { organization } = readRepository(options.tasks, {});
  const sessions = await connect({
    homeRegion: options.region,
    roleName: organization.accessRoleName,
    maxAttempts: 8,
  });
  try {
    const accounts = await listAccounts(sessions.caller.organizations);
    const { clients } = await sessions.open(sessions.callerAccountId);
    const object = defaultStateObject(sessions.callerAccountId);
    const kept = await readState(clients, options.region, object);
    const key = `${options.prefix}-leaving.json`;
    const beside = { clients, region: options.region, bucket: object.bucket, key };
    const expected = await readExpected(beside);
    const { leaves, forgotten, strays } = judge(options, kept?.body, expected, accounts);
    const left = await deleteAgain(forgotten, { sessions, accounts, say });
    await lift(leaves, { sessions, accounts, say });
    if (expected.length + leaves.length > 0) {
      await writeExpected(beside, [...left, ...leaves]);
    }
    const names = [...new Set(strays.map(({ stackName }) => stackName))];
    if (names.length > 0) {
      say(
        `${names.join(', ')} belong to no task, and stay protected: to remove them, name their capabilities in removedCapabilities, and deploy with --perform-cleanup`,
      );
    }
  } finally {
    sessions.close();
  }
}

try {
  await main(optionsFrom(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`leaving: ${describeError(error)}\n`);
  process.exitCode = 1;
}
