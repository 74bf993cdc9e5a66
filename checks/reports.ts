import { partsAt, type YamlFile } from 'ofn-rehearse';
import { patternOf } from '../lambda/pattern.ts';
import { accountReportBucket } from '../organization/report-buckets.ts';
import type { ReportBucketNamespace } from '../organization/types.ts';
import * as declared from '../templates/parameters.ts';
import { faultsOfLifecycle } from './lifecycle.ts';
import {
  type Faults,
  faultsOfParameter,
  faultsOfText,
  firstOf,
  oneOf,
  wholeNumber,
} from './parameter.ts';
import { faultsOfSchedule } from './schedule.ts';

/**
 * Regions whose buckets have no account-regional names.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html
 */
const globalOnly: readonly string[] = ['me-central-1', 'me-south-1'];

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const longestName = 63;

/** @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export const externalId = /^[\w+=,.@:/-]{2,1224}$/;

/**
 * What can't be deployed of the parameters of security reporting; those that are not there have the
 * defaults of templates/security-reporting/_tasks.yml.
 */
export function* faultsOfReports(yaml: YamlFile): Faults {
  yield* firstOf(
    () => faultsOfNaming(yaml),
    () => faultsOfNames(yaml),
  );
  yield* faultsOfLifecycle(yaml, {
    archive: ['reportArchiveAfterDays', 30],
    expire: ['reportExpireAfterDays', 365],
    what: 'reports',
  });
  yield* faultsOfParameter(yaml, 'spokeReportExpireAfterDays', wholeNumber(1, 36_500));
  yield* faultsOfSchedule(yaml, 'harvestSchedule', "'rate(1 hour)' or 'cron(0 * * * ? *)'");
  yield* faultsOfText(yaml, 'reportExternalId', externalId, {
    unlike: 'which STS refuses',
    remedy: 'give 2 to 1224 letters, digits and any of _+=,.@:/-',
  });
}

function* faultsOfNaming(yaml: YamlFile): Faults {
  yield* faultsOfText(yaml, 'reportBucketSuffix', patternOf(declared.reportBucketSuffix), {
    unlike: 'which is no hyphen with letters and digits',
    remedy: "give one such as -x7, or '' for none",
  });
  yield* faultsOfParameter(yaml, 'reportBucketNamespace', (value) => {
    const fault = oneOf(declared.reportBucketNamespace.allowedValues)(value);
    return fault && { ...fault, cause: `is ${JSON.stringify(value)}` };
  });
}

/** S3 would say so in each account, after everything else is deployed. */
function* faultsOfNames(yaml: YamlFile): Faults {
  const { resourcePrefix = 'ofn-audit', homeRegion = 'us-east-1' } = yaml.value;
  const { reportBucketSuffix: suffix = '', reportBucketNamespace: given } = yaml.value;
  const namespace = (given ?? declared.reportBucketNamespace.default) as ReportBucketNamespace;
  const region = String(homeRegion);
  if (namespace === 'account-regional' && globalOnly.includes(region)) {
    yield partsAt(yaml, ['reportBucketNamespace'], {
      cause: `reportBucketNamespace is account-regional, which ${region} has not got`,
      remedy: 'use global',
    });
    return;
  }
  const name = accountReportBucket(
    {
      resourcePrefix: String(resourcePrefix),
      homeRegion: region,
      reportBucketSuffix: String(suffix),
      reportBucketNamespace: namespace,
    },
    '000000000000',
  );
  const surplus = name.length - longestName;
  if (surplus > 0) {
    const key = suffix === '' ? 'resourcePrefix' : 'reportBucketSuffix';
    const shorter = suffix === '' ? key : `${key} or resourcePrefix`;
    yield partsAt(yaml, [key], {
      cause: `the accounts' buckets of reports would be called ${name}: ${name.length} characters, and S3 takes ${longestName}`,
      remedy:
        namespace === 'global'
          ? `choose a ${shorter} that is shorter by ${surplus}`
          : `choose a ${shorter} that is shorter by ${surplus}, or reportBucketNamespace: global`,
    });
  }
}
