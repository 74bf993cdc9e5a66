import {
  accountId,
  integer,
  list,
  oneOf,
  optional,
  type Parsed,
  parseProperties,
  region,
  text,
} from '../../lambda/properties.ts';
import { auditTools } from '../../templates/parameters.ts';
import type { Environment } from '../scanners/environment.ts';

const SCHEMA = {
  AccountsUri: text(/^s3:\/\/[a-z0-9.-]{3,63}\/.+$/, 'the address of a list, s3://bucket/key'),
  Role: text(/^[\w+=,.@/-]+$/, 'the name of a role'),
  ExternalId: optional(text(), undefined),
  Tools: list(oneOf(...auditTools.allowedValues), 1),
  Regions: list(region, 1),
  Date: text(/^\d{4}-\d\d-\d\d$/, 'a day such as 2026-11-28'),
  Bucket: text(/^[a-z0-9.-]{3,63}$/, "a bucket's name"),
  TimeoutSeconds: integer(60, 172_800),
  // AWS Batch does not set it for a run of one account.
  Index: optional(integer(0, 9_999), 0),
  HomeRegion: region,
};

export type JobSettings = Parsed<typeof SCHEMA>;

/**
 * The settings of a job of AWS Batch.
 * @throws PropertyError that names the setting
 * @see https://docs.aws.amazon.com/batch/latest/userguide/job_env_vars.html
 */
export function settingsOf(env: Environment): JobSettings {
  return parseProperties(
    {
      AccountsUri: env['AUDIT_ACCOUNTS_URI'],
      Role: env['AUDIT_ROLE'],
      ExternalId: env['AUDIT_EXTERNAL_ID'],
      Tools: split(env['AUDIT_TOOLS']),
      Regions: split(env['AUDIT_REGIONS']),
      Date: env['AUDIT_DATE'],
      Bucket: env['AUDIT_BUCKET'],
      TimeoutSeconds: env['AUDIT_TIMEOUT_SECONDS'],
      Index: env['AWS_BATCH_JOB_ARRAY_INDEX'],
      HomeRegion: env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'],
    },
    SCHEMA,
  );
}

function split(value: string | undefined): string[] | undefined {
  return value?.split(',').map((one) => one.trim());
}

/** An account of the list. @throws PropertyError */
export function accountAt(text: string, index: number): { id: string; name: string } {
  const value: unknown = JSON.parse(text);
  const account: unknown = Array.isArray(value) ? value[index] : undefined;
  const { id, name } = (account ?? {}) as Record<string, unknown>;
  const known = accountId(id, `The account ${index} of the list`);
  return { id: known, name: typeof name === 'string' ? name : known };
}
