import {
  integer,
  like,
  optional,
  type Parsed,
  parseProperties,
  text,
} from '../../lambda/properties.ts';
import { resourcePrefix } from '../../templates/kinds.ts';

const MIB = 1024 ** 2;
/** The limit of CopyObject, and of a part. */
const MOST_BYTES = 5 * 1024 ** 3;

const SCHEMA = {
  ResourcePrefix: like(resourcePrefix),
  ReportBucket: text(/^[a-z0-9.-]{3,63}$/, "a bucket's name"),
  SpokeBucket: text(
    /^[a-z0-9-]+-\{account\}(-[a-z0-9-]+)?$/,
    "the name of an account's bucket, with {account} for its id",
  ),
  OrganizationTtlSeconds: optional(integer(1, 3600), 300),
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
  // S3 copied 250 MB in 3 seconds, and does not respond before it has: the 5 GB that one call may
  // copy would take 60 of the function's 120 seconds, and leave no time for a retry. A part takes
  // less than a second, and 8 are copied at a time, so 5 GB take 8 seconds.
  // https://github.com/aws/aws-sdk-js-v3/issues/2917
  CopyPartBytes: optional(integer(5 * MIB, MOST_BYTES), 64 * MIB),
  MultipartThresholdBytes: optional(integer(1, MOST_BYTES), 256 * MIB - 1),
};

export type Settings = Parsed<typeof SCHEMA>;

/** @throws PropertyError naming the setting */
export function settingsOf(env: Readonly<Record<string, string | undefined>>): Settings {
  return parseProperties(
    {
      ResourcePrefix: env.RESOURCE_PREFIX,
      ReportBucket: env.REPORT_BUCKET,
      SpokeBucket: env.SPOKE_BUCKET,
      OrganizationTtlSeconds: env.ORGANIZATION_TTL_SECONDS,
      CopyPartBytes: env.COPY_PART_BYTES,
      MultipartThresholdBytes: env.MULTIPART_THRESHOLD_BYTES,
    },
    SCHEMA,
  );
}
