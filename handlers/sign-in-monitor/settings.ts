import {
  accountId,
  list,
  oneOf,
  optional,
  type Parsed,
  parseProperties,
  text,
  within,
} from '../../lambda/properties.ts';
import {
  signInFailureCount,
  signInFailureSeconds,
  signInFailuresPerDay,
  signInMfaExpected,
  signInSprayCount,
} from '../../templates/parameters.ts';

const SCHEMA = {
  Partition: oneOf('aws', 'aws-cn', 'aws-us-gov'),
  TopicArn: text(/^arn:[a-z-]+:sns:[^:]+:\d{12}:.+$/, 'the ARN of a topic'),
  TableName: text(),
  NetworksBucket: text(),
  NetworksBucketOwner: accountId,
  NetworksKey: text(),
  CountriesKey: optional(text(), ''),
  FailureCount: within(signInFailureCount),
  FailureWindowSeconds: within(signInFailureSeconds),
  FailuresPerDay: within(signInFailuresPerDay),
  SprayCount: within(signInSprayCount),
  TrailSource: text(),
  ManagementAccountId: accountId,
  ExpectMfa: list(oneOf(...signInMfaExpected.allowedValues)),
};

export type Settings = Parsed<typeof SCHEMA>;

/** @throws PropertyError naming the setting, `FailureCount` for `FAILURE_COUNT` */
export function settingsOf(env: Readonly<Record<string, string | undefined>>): Settings {
  return parseProperties(
    {
      Partition: env.PARTITION,
      TopicArn: env.TOPIC_ARN,
      TableName: env.TABLE_NAME,
      NetworksBucket: env.NETWORKS_BUCKET,
      NetworksBucketOwner: env.NETWORKS_BUCKET_OWNER,
      NetworksKey: env.NETWORKS_KEY,
      // Empty without a database.
      CountriesKey: env.COUNTRIES_KEY || undefined,
      FailureCount: env.FAILURE_COUNT,
      FailureWindowSeconds: env.FAILURE_WINDOW_SECONDS,
      FailuresPerDay: env.FAILURES_PER_DAY,
      SprayCount: env.SPRAY_COUNT,
      TrailSource: env.TRAIL_SOURCE,
      ManagementAccountId: env.MANAGEMENT_ACCOUNT_ID,
      ExpectMfa: env.EXPECT_MFA?.split(','),
    },
    SCHEMA,
  );
}
