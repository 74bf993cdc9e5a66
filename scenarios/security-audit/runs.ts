import { chmodSync, copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DescribeJobDefinitionsCommand, ListJobsCommand } from '@aws-sdk/client-batch';
import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DeleteRolePolicyCommand, type IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { isActive } from '../../organization/accounts.ts';
import { centralReportBucket } from '../../organization/report-buckets.ts';
import type { Account, Clients } from '../../organization/types.ts';
import type { World } from '../scenario.ts';
import { keysIn, until } from '../security-reporting/reports.ts';
import { sessionsOf } from '../sessions.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** What the function writes of a run. */
export interface Summary {
  readonly accounts: number;
  readonly scanned: number;
  readonly notScanned: readonly { id: string; name: string; status: string; reason: string }[];
  readonly withErrors: readonly {
    id: string;
    errors: Readonly<Record<string, number>>;
    refused: Readonly<Record<string, number>>;
  }[];
  readonly denied: Readonly<Record<string, number>>;
  readonly errorsUnknown: number;
}

/** Clients of the account and region in which scanners run. */
export async function auditClients({ rehearsal, settings }: World): Promise<Clients> {
  const session = await sessionsOf(rehearsal).open(settings.securityAccountId);
  return session.clients(settings.homeRegion);
}

export const nameOf = ({ settings }: World): string => `${settings.resourcePrefix}-security-audit`;

/** Whether the image is built: auditImage names no other. */
export const isBuilt = ({ rehearsal }: Pick<World, 'rehearsal'>): boolean =>
  !/^auditImage:[ \t]*['"]?[^\s#'"]/m.test(rehearsal.parametersText ?? '');

/** Ends at once, and well, but for the child of an index: that one is the job. */
const oneOnly = '[ "$AWS_BATCH_JOB_ARRAY_INDEX" = "$1" ] || exit 0; shift; exec "$@"';

/**
 * Sets what containers of the built image run: the job is the real one, and its scanner a stand-in.
 *
 * @param failing the only account that is scanned: its scanner fails. Others cost no process then
 * @returns what removes it
 */
export async function setScanner(
  world: World,
  { failing }: { failing?: Account } = {},
): Promise<() => void> {
  const { batch } = await auditClients(world);
  const { jobDefinitions = [] } = await batch.send(
    new DescribeJobDefinitionsCommand({ jobDefinitionName: nameOf(world), status: 'ACTIVE' }),
  );
  const folder = mkdtempSync(path.join(tmpdir(), 'ofn-audit-scanner-'));
  const scanner = path.join(folder, 'prowler.mjs');
  copyFileSync(path.join(import.meta.dirname, 'scanner.mjs'), scanner);
  chmodSync(scanner, 0o755);
  writeFileSync(path.join(folder, 'failing.txt'), failing?.id ?? '');
  const job = [process.execPath, path.join(root, 'dist/security-audit-job/job.js')];
  await world.rehearsal.aws.control('POST', '/batch/images', {
    image: jobDefinitions[0]?.containerProperties?.image,
    command: failing
      ? ['sh', '-c', oneOnly, 'sh', String(await indexOf(world, failing)), ...job]
      : job,
    environment: {
      PROWLER: scanner,
      PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env['PATH'] ?? ''}`,
    },
    // One that is built has to be in its repository.
    pushed: !isBuilt(world),
  });
  return () => rmSync(folder, { recursive: true, force: true });
}

/**
 * Takes a permission away from the audit role of an account.
 *
 * @returns what gives it back
 */
export async function losePermission(
  { rehearsal, settings }: World,
  { id }: Account,
  Action: string,
): Promise<() => Promise<void>> {
  const session = await sessionsOf(rehearsal).open(id);
  const iam = session.clients(settings.homeRegion).iam as Pick<IAMClient, 'send'>;
  const lost = { RoleName: settings.auditRoleName, PolicyName: 'lost-in-the-rehearsal' };
  const Statement = [{ Effect: 'Deny', Action, Resource: '*' }];
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await iam.send(new PutRolePolicyCommand({ ...lost, PolicyDocument }));
  return async () => {
    await iam.send(new DeleteRolePolicyCommand(lost));
  };
}

/** The accounts of a run: the function takes them in the order of their ids. */
export const auditedAccounts = async (world: World): Promise<Account[]> =>
  (await world.accounts()).filter(isActive).sort((one, other) => one.id.localeCompare(other.id));

const indexOf = async (world: World, account: Account): Promise<number> =>
  (await auditedAccounts(world)).findIndex(({ id }) => id === account.id);

/**
 * Lets the time of the schedule come, and waits until the run has been summed up.
 *
 * @param at the time that EventBridge gives: another one is another run
 */
export async function runAt(world: World, at: Date): Promise<Summary> {
  const { rehearsal, settings } = world;
  const { homeRegion, securityAccountId } = settings;
  const { deliveries } = (await rehearsal.aws.control('POST', '/events/schedule', {
    ...{ accountId: securityAccountId, region: homeRegion },
    ...{ rule: `${nameOf(world)}-schedule`, time: timeOf(at) },
  })) as { deliveries: { outcome: string }[] };
  if (!deliveries.some(({ outcome }) => outcome === 'delivered')) {
    throw new Error(`expected that the schedule is delivered, got ${JSON.stringify(deliveries)}`);
  }
  const { s3 } = await auditClients(world);
  const Bucket = centralReportBucket(settings);
  const Key = summaryKeyOf(world, at);
  await until(`${Key} in ${Bucket}`, async () => (await keysIn(s3, Bucket, Key)).length === 1);
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  return JSON.parse((await Body?.transformToString()) ?? '') as Summary;
}

/** A time as EventBridge gives it. */
const timeOf = (at: Date): string => at.toISOString().replace(/\.\d+Z$/, 'Z');

export const runIdOf = (at: Date): string => timeOf(at).replaceAll(':', '-');

/** Where the function wrote what it sums up of the run of a time. */
export const summaryKeyOf = ({ settings }: World, at: Date): string =>
  `${settings.securityAccountId}/security-audit/${dateOf(at)}/${runIdOf(at)}/summary.json`;

/** How many accounts had a job in the run of a time. */
export async function jobsOf(world: World, at: Date): Promise<number> {
  const { batch } = await auditClients(world);
  const name = nameOf(world);
  const { jobSummaryList = [] } = await batch.send(
    new ListJobsCommand({
      jobQueue: name,
      filters: [{ name: 'JOB_NAME', values: [`${name}-${runIdOf(at)}`] }],
    }),
  );
  return jobSummaryList[0]?.arrayProperties?.size ?? jobSummaryList.length;
}

/** The folder of a run's reports. */
export const dateOf = (at: Date): string => at.toISOString().slice(0, 10);

/** The state of the alarm that accounts were missed. */
export async function alarmState(world: World): Promise<string> {
  const { cloudWatch } = await auditClients(world);
  const AlarmNames = [`${nameOf(world)}-not-scanned`];
  const { MetricAlarms = [] } = await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames }));
  return MetricAlarms[0]?.StateValue ?? 'no such alarm';
}
