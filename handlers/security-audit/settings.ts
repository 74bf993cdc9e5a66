import {
  bool,
  like,
  optional,
  type Parsed,
  parseProperties,
  text,
  within,
} from '../../lambda/properties.ts';
import { resourcePrefix } from '../../templates/kinds.ts';
import { auditRunHours } from '../../templates/parameters.ts';

const SCHEMA = {
  ResourcePrefix: like(resourcePrefix),
  ReportBucket: text(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'the name of a bucket'),
  JobQueueArn: text(/^arn:[\w-]+:batch:[\w-]+:\d{12}:job-queue\/[\w-]+$/, "a job queue's ARN"),
  JobDefinitionArn: text(
    /^arn:[\w-]+:batch:[\w-]+:\d{12}:job-definition\/[\w-]+:\d+$/,
    'the ARN of a revision of a job definition',
  ),
  TopicArn: text(/^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w-]+$/, "a topic's ARN"),
  /** Hours after which a run that has not ended hangs. */
  RunHours: within(auditRunHours),
  /** Whether runs that scanned all accounts without errors are published too. */
  TellSuccess: bool,
  /** The tag of the image that AWS CodeBuild builds; nothing where auditImage names another. */
  ImageTag: optional(text(/^[\w.-]{1,128}$/, 'the tag of an image'), undefined),
};

export type Settings = Parsed<typeof SCHEMA>;

/** @throws PropertyError naming the setting */
export function settingsOf(env: Readonly<Record<string, string | undefined>>): Settings {
  return parseProperties(
    {
      ResourcePrefix: env.RESOURCE_PREFIX,
      ReportBucket: env.REPORT_BUCKET,
      JobQueueArn: env.JOB_QUEUE_ARN,
      JobDefinitionArn: env.JOB_DEFINITION_ARN,
      TopicArn: env.TOPIC_ARN,
      RunHours: env.RUN_HOURS,
      TellSuccess: env.TELL_SUCCESS,
      ImageTag: env.IMAGE_TAG,
    },
    SCHEMA,
  );
}
