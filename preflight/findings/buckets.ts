import { accountReportBucket } from '../../organization/report-buckets.ts';
import type { Finding } from '../finding.ts';
import type { Check, Subject, WantedName } from '../subject.ts';
import { finding, type Kind, type Topic } from './kind.ts';
import { isOwnStack, stackWith } from './owner.ts';
import { accountOf, at, parameterOf } from './view.ts';

const others: Kind = {
  kind: 'bucket-taken',
  level: 'no-go',
  title:
    'a bucket has a name that is wanted, and belongs to another account or is in another region',
  solvedBy: '`resourcePrefix`, `reportBucketSuffix` or `conformancePackBucket`',
};
const left: Kind = {
  kind: 'bucket-left',
  level: 'no-go',
  title: 'a bucket of the account has a name that is wanted, and is in no stack of this project',
  solvedBy: '`npm run adopt`',
};

/** The parameter that makes another name. */
function parameterFor(subject: Subject, { name, accountId, capability }: WantedName) {
  const { settings } = subject;
  const isReports = settings && name === accountReportBucket(settings, accountId);
  const isPacks =
    capability === 'conformance-packs' && parameterOf(subject, 'conformancePackBucket') !== '';
  return isReports ? 'reportBucketSuffix' : isPacks ? 'conformancePackBucket' : 'resourcePrefix';
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
function ofOthers(subject: Subject, wanted: WantedName): Finding {
  const parameter = parameterFor(subject, wanted);
  return finding(others, {
    found: `the bucket ${wanted.name} does not belong to account ${wanted.accountId}, or is in another region`,
    places: [at(wanted.accountId, wanted.region)],
    remedy: `choose another ${parameter} than '${parameterOf(subject, parameter)}', or remove that bucket`,
  });
}

/**
 * A stack keeps its buckets of evidence when it is deleted, and can't create them again.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resource-import-new-stack.html
 */
function ofLeft({ name, accountId, region, stackName, capability }: WantedName): Finding {
  // What a StackSet deploys is imported into that.
  const back = stackName.startsWith('StackSet-')
    ? 'import it as templates/security-reporting/README.md says'
    : `run npm run adopt -- --capability ${capability}, which imports it into its stack ${stackName} with all that is in it`;
  return finding(left, {
    found: `the bucket ${name} of ${capability} is in account ${accountId} already, and in no stack of this project: CloudFormation can't create it`,
    places: [at(accountId, region)],
    remedy: `${back}; or, if it is empty, run aws s3api delete-bucket --bucket ${name} --region ${region}`,
  });
}

const check: Check = function* (subject) {
  for (const wanted of subject.wanted.filter(({ type }) => type === 'AWS::S3::Bucket')) {
    const account = accountOf(subject, wanted.accountId);
    const bucket = account?.buckets.find(({ Name }) => Name === wanted.name);
    if (account && bucket) {
      const stack = stackWith(account, wanted.type, wanted.name);
      const isOurs = stack !== undefined && isOwnStack(subject, stack);
      if (bucket.owner === 'taken') {
        yield ofOthers(subject, wanted);
      } else if (!isOurs) {
        yield ofLeft(wanted);
      }
    }
  }
};

/** Names of buckets, which are taken worldwide. */
export const buckets: Topic = { kinds: [others, left], check };
