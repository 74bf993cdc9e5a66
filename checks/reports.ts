import { partsAt, type YamlFile } from 'ofn-rehearse';
import { accountReportBucket } from '../organization/report-buckets.ts';
import type { ReportBucketNamespace } from '../organization/types.ts';
import * as declared from '../templates/parameters.ts';
import { faultsOfValue } from './declared.ts';
import { type Faults, firstOf } from './parameter.ts';

/**
 * Regions whose buckets have no account-regional names.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html
 */
const globalOnly: readonly string[] = ['me-central-1', 'me-south-1'];

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const longestName = 63;

/**
 * What can't be deployed of the parameters of security reporting; those that are not there have the
 * defaults of templates/security-reporting/_tasks.yml.
 */
export function* faultsOfReports(yaml: YamlFile): Faults {
  yield* firstOf(
    () => faultsOfValue(yaml, declared.reportBucketSuffix),
    () => faultsOfValue(yaml, declared.reportBucketNamespace),
    () => faultsOfNames(yaml),
  );
}

/** S3 would say so in each account, after everything else is deployed. */
function* faultsOfNames(yaml: YamlFile): Faults {
  const { resourcePrefix, homeRegion } = yaml.value;
  const { reportBucketSuffix: suffix = '', reportBucketNamespace: given } = yaml.value;
  const namespace = (given ?? declared.reportBucketNamespace.default) as ReportBucketNamespace;
  const region = String(homeRegion ?? declared.homeRegion.default);
  if (namespace === 'account-regional' && globalOnly.includes(region)) {
    yield partsAt(yaml, ['reportBucketNamespace'], {
      cause: `reportBucketNamespace is account-regional, which ${region} has not got`,
      remedy: 'use global',
    });
    return;
  }
  const name = accountReportBucket(
    {
      resourcePrefix: String(resourcePrefix ?? declared.resourcePrefix.default),
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
