// Sample logs in the layout of an organization: a folder stands for S3.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';

export const organizationId = 'o-exampleorgid';
export const logArchiveAccountId = '333333333333';

/** Whose logs they are: parts of buckets and keys. */
export interface Owner {
  readonly organizationId: string;
  readonly logArchiveAccountId: string;
}

const example: Owner = { organizationId, logArchiveAccountId };

export interface Place {
  readonly account: string;
  readonly region: string;
  /** Such as 2026-10-05. */
  readonly date: string;
}

export type TrailRecord = Readonly<Record<string, unknown>>;

export const trailBucketOf = (owner: Owner): string =>
  `ofn-audit-cloud-trail-${owner.logArchiveAccountId}`;
export const flowBucketOf = (owner: Owner): string =>
  `ofn-audit-flow-logs-${owner.logArchiveAccountId}`;

/** A file of CloudTrail, with the records of five minutes. Answers its path. */
export function writeTrail(
  root: string,
  place: Place,
  records: readonly TrailRecord[],
  owner = example,
): string {
  const { account, region, date } = place;
  const folder = `AWSLogs/${owner.organizationId}/${account}/CloudTrail/${region}/${date.replaceAll('-', '/')}`;
  const stamp = `${date.replaceAll('-', '')}T0005Z`;
  const file = `${account}_CloudTrail_${region}_${stamp}_0123456789abcdef.json.gz`;
  const whole = records.map((record) => complete(record, place));

  return write(
    path.join(root, trailBucketOf(owner), folder),
    file,
    gzipSync(JSON.stringify({ Records: whole })),
  );
}

/** What each record has. */
const complete = (record: TrailRecord, { account, region, date }: Place): TrailRecord => ({
  eventVersion: '1.11',
  eventTime: `${date}T00:01:00Z`,
  awsRegion: region,
  sourceIPAddress: '198.51.100.7',
  userAgent: 'aws-cli/2.27',
  readOnly: false,
  eventType: 'AwsApiCall',
  managementEvent: true,
  eventCategory: 'Management',
  recipientAccountId: account,
  ...record,
});

export interface Flow {
  readonly srcaddr: string;
  readonly dstaddr: string;
  readonly dstport?: number;
  readonly packets?: number;
  readonly bytes?: number;
  readonly action?: 'ACCEPT' | 'REJECT';
}

/** A file of VPC flow logs: Parquet, under Hive-compatible folders of an hour. Answers its path. */
export async function writeFlows(
  root: string,
  { account, region, date }: Place,
  flows: readonly Flow[],
  hour = '00',
  owner = example,
): Promise<string> {
  const [year, month, day] = date.split('-');
  const folder = path.join(
    root,
    flowBucketOf(owner),
    'AWSLogs',
    `aws-account-id=${account}`,
    'aws-service=vpcflowlogs',
    `aws-region=${region}`,
    `year=${year}`,
    `month=${month}`,
    `day=${day}`,
    `hour=${hour}`,
  );
  const stamp = `${date.replaceAll('-', '')}T${hour}05Z`;
  const name = `${account}_vpcflowlogs_${region}_fl-0123456789abcdef0_${stamp}_01234567.log.parquet`;
  mkdirSync(folder, { recursive: true });
  const rows = flows.map(
    ({ srcaddr, dstaddr, dstport = 443, packets = 1, bytes = 40, action = 'ACCEPT' }) =>
      `(2, '${account}', 'eni-0123456789abcdef0', '${srcaddr}', '${dstaddr}', 49152, ${dstport}, ` +
      `6::BIGINT, ${packets}::BIGINT, ${bytes}::BIGINT, '${action}', 'OK')`,
  );
  const columns =
    'version, account_id, interface_id, srcaddr, dstaddr, srcport, dstport, protocol, packets, bytes, action, log_status';
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const file = path.join(folder, name);
  await connection.run(
    `COPY (SELECT * FROM (VALUES ${rows.join(', ')}) AS flows(${columns})) TO '${file}' (FORMAT parquet, COMPRESSION gzip)`,
  );
  connection.closeSync();

  return file;
}

function write(folder: string, name: string, content: Buffer): string {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, name);
  writeFileSync(file, content);

  return file;
}

/** The day so many days before another, such as 2026-10-05. */
export const daysBefore = (now: Date, days: number): string =>
  new Date(now.getTime() - days * 86_400_000).toISOString().slice(0, 10);
