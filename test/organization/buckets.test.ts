import path from 'node:path';
import { expect } from 'chai';
import { readYaml } from 'ofn-rehearse';
import {
  type Archived,
  archiveBucket,
  artifactBucket,
  athenaResultsBucket,
} from '../../organization/buckets.ts';
import {
  accountReportBucket,
  centralReportBucket,
  reportStackSet,
} from '../../organization/report-buckets.ts';
import { settings as fakes } from '../doubles/organization.ts';
import { root, templates } from '../templates/declarations.ts';

const accountId = '111111111111';
const settings = {
  ...fakes,
  logArchiveAccountId: accountId,
  securityAccountId: accountId,
  homeRegion: 'us-east-1',
  reportBucketSuffix: '-x7',
};
const values: Readonly<Record<string, string>> = {
  resourcePrefix: settings.resourcePrefix,
  bucketSuffix: settings.reportBucketSuffix,
  'AWS::AccountId': accountId,
  'AWS::Region': settings.homeRegion,
};

/** Each name that an expression can have. */
function namesIn(expression: unknown): string[] {
  const { 'Fn::Sub': text, 'Fn::If': choice } = (expression ?? {}) as Record<string, unknown>;
  if (Array.isArray(choice)) {
    return choice.slice(1).flatMap(namesIn);
  }

  return [String(text).replaceAll(/\$\{([\w:]+)\}/g, (all, key: string) => values[key] ?? all)];
}

const namesOf = (type: string, property: string): string[] =>
  templates
    .flatMap((file) =>
      Object.values((readYaml(path.join(root, file)).value['Resources'] ?? {}) as object),
    )
    .filter(({ Type }) => Type === type)
    .flatMap(({ Properties }) => namesIn(Properties[property]))
    .sort();

describe('the names of buckets and StackSets', () => {
  it('are those of the templates', () => {
    const archived = ['cloud-trail', 'cloud-trail-access', 'config', 'findings', 'flow-logs'];

    const buckets = [
      ...archived.map((each) => archiveBucket(settings, each as Archived)),
      athenaResultsBucket(settings),
      artifactBucket(settings, { accountId, region: settings.homeRegion }),
      centralReportBucket(settings),
      accountReportBucket({ ...settings, reportBucketNamespace: 'account-regional' }, accountId),
      accountReportBucket({ ...settings, reportBucketNamespace: 'global' }, accountId),
    ];

    // Buckets of conformance packs have a prefix that an operator may choose, and that AWS Config demands.
    const deployed = namesOf('AWS::S3::Bucket', 'BucketName').filter(
      (name) => !name.startsWith('${bucketPrefix}'),
    );
    expect(deployed).to.deep.equal(buckets.sort());
    expect(namesOf('AWS::CloudFormation::StackSet', 'StackSetName')).to.deep.equal([
      reportStackSet(settings),
    ]);
  });
});
