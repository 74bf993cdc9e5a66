import {
  integer,
  like,
  optional,
  type Parsed,
  parseProperties,
  region,
  text,
} from '../../lambda/properties.ts';
import { externalId, resourcePrefix } from '../../templates/kinds.ts';

const SCHEMA = {
  ManagementRoleArn: text(/^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/, 'the ARN of a role'),
  ExternalId: like(externalId),
  StackSetName: text(/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/, 'the name of a StackSet'),
  HomeRegion: region,
  ReportBucket: text(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'the name of a bucket'),
  SpokeBucket: text(
    /^[a-z0-9-]+-\{account\}(-[a-z0-9-]+)?$/,
    "the name of an account's bucket, with {account} for its id",
  ),
  QueueUrl: text(/^https?:\/\/\S+$/, 'the URL of a queue'),
  BusName: text(/^[\w./-]{1,256}$/, 'the name of an event bus'),
  ResourcePrefix: like(resourcePrefix),
  // ListAccounts: 8 a second, DescribeAccount: 20.
  // https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
  OrganizationsIntervalMs: optional(integer(0, 10_000), 150),
  // Not documented; the implementation of AWS::CloudFormation::StackSet assumes 2 a second.
  // https://github.com/aws-cloudformation/aws-cloudformation-resource-providers-cloudformation/pull/37
  CloudFormationIntervalMs: optional(integer(0, 10_000), 500),
};

export type Settings = Parsed<typeof SCHEMA>;

/** @throws PropertyError naming what is missing or malformed */
export function settingsOf(env: Readonly<Record<string, string | undefined>>): Settings {
  return parseProperties(
    {
      ManagementRoleArn: env.MANAGEMENT_ROLE_ARN,
      ExternalId: env.EXTERNAL_ID,
      StackSetName: env.STACK_SET_NAME,
      HomeRegion: env.HOME_REGION,
      ReportBucket: env.REPORT_BUCKET,
      SpokeBucket: env.SPOKE_BUCKET,
      QueueUrl: env.QUEUE_URL,
      BusName: env.BUS_NAME,
      ResourcePrefix: env.RESOURCE_PREFIX,
      OrganizationsIntervalMs: env.ORGANIZATIONS_INTERVAL_MS,
      CloudFormationIntervalMs: env.CLOUDFORMATION_INTERVAL_MS,
    },
    SCHEMA,
  );
}

/** The bucket of an account, by a pattern such as `audit-account-reports-{account}`. */
export function spokeBucketOf({ spokeBucket }: Settings, accountId: string): string {
  return spokeBucket.replaceAll('{account}', accountId);
}
