import { expect } from 'chai';
import { buckets } from '../../../preflight/findings/buckets.ts';
import type { WantedName } from '../../../preflight/subject.ts';
import { judge, type Parts, resource, stack } from '../snapshots.ts';

const name = 'ofn-audit-cloud-trail-333333333333';
const reports = 'ofn-audit-account-reports-111111111111-us-east-1-an';

const bucket = (more: Partial<WantedName> = {}): WantedName => ({
  type: 'AWS::S3::Bucket',
  name,
  capability: 'cloud-trail',
  logicalId: 'TrailBucket',
  accountId: '333333333333',
  region: 'us-east-1',
  stackName: 'ofn-audit-cloud-trail-bucket',
  ...more,
});

const has = (owner: 'own' | 'taken', more: Parts = {}): Parts => ({
  logArchive: { buckets: [{ Name: name, owner }] },
  wanted: [bucket()],
  ...more,
});

describe('findings about buckets', () => {
  it('accepts a name that is free, and a bucket of its own stack', () => {
    const stacks = [
      stack('ofn-audit-cloud-trail-bucket', { resources: [resource('AWS::S3::Bucket', name)] }),
    ];
    const own = {
      logArchive: {
        buckets: [{ Name: name, owner: 'own' as const }],
        in: { 'us-east-1': { stacks } },
      },
    };

    expect(judge(buckets, { wanted: [bucket()] })).to.deep.equal([]);
    expect(judge(buckets, has('own', own))).to.deep.equal([]);
  });

  it('finds a bucket of others, with the parameter that makes another name', () => {
    const [found, ...more] = judge(buckets, has('taken'));

    expect(more).to.deep.equal([]);
    expect(found?.kind).to.equal('bucket-taken');
    expect(found?.found).to.equal(
      `the bucket ${name} does not belong to account 333333333333, or is in another region`,
    );
    expect(found?.remedy).to.equal(
      "choose another resourcePrefix than 'ofn-audit', or remove that bucket",
    );
  });

  it('names the suffix of the buckets of reports, and the prefix of those of packs', () => {
    const ofReports = judge(buckets, {
      management: { buckets: [{ Name: reports, owner: 'taken' }] },
      wanted: [bucket({ name: reports, accountId: '111111111111' })],
    });
    const ofPacks = judge(
      buckets,
      has('taken', {
        wanted: [bucket({ capability: 'conformance-packs' })],
        parameters: { conformancePackBucket: 'awsconfigconforms-x' },
      }),
    );

    expect(ofReports[0]?.remedy).to.match(/^choose another reportBucketSuffix than ''/);
    expect(ofPacks[0]?.remedy).to.match(/^choose another conformancePackBucket than 'awsconfigc/);
  });

  it('finds a bucket that a deleted stack has left, and recommends to take it back', () => {
    const [found, ...more] = judge(buckets, has('own'));

    expect(more).to.deep.equal([]);
    expect(found?.kind).to.equal('bucket-left');
    expect(found?.remedy).to.match(
      /^run npm run adopt -- --capability cloud-trail, which imports it into its stack /,
    );
  });

  it('finds a bucket that a first creation left, which was rolled back', () => {
    const left = { ...resource('AWS::S3::Bucket', name), ResourceStatus: 'DELETE_SKIPPED' };
    const stacks = [
      stack('ofn-audit-cloud-trail-bucket', {
        StackStatus: 'ROLLBACK_COMPLETE',
        resources: [left],
      }),
    ];
    const own = {
      buckets: [{ Name: name, owner: 'own' as const }],
      in: { 'us-east-1': { stacks } },
    };

    const found = judge(buckets, { logArchive: own, wanted: [bucket()] });

    expect(found.map(({ kind }) => kind)).to.deep.equal(['bucket-left']);
  });

  it('is not concerned by buckets that are not wanted', () => {
    expect(judge(buckets, has('taken', { wanted: [] }))).to.deep.equal([]);
  });
});
