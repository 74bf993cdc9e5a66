import { expect } from 'chai';
import { readAccount } from '../../../preflight/read/account.ts';
import type { Work } from '../../../preflight/read/work.ts';
import type { Answers } from '../../doubles/aws-client.ts';
import { awsError, fakeClient } from '../../doubles/aws-client.ts';
import { fakeSessions } from '../../doubles/organization.ts';
import { placeOf, wantedName, wantedOf } from './place.ts';

const work: Work = placeOf({});
const listed = {
  account: {
    Id: '444444444444',
    Name: 'Sandbox',
    Email: 'sandbox@example.com',
    State: 'ACTIVE',
    JoinedMethod: 'CREATED',
  },
  parentId: 'ou-1',
  tags: {},
} as const;
const known = {
  Id: '444444444444',
  Name: 'Sandbox',
  Email: 'sandbox@example.com',
  state: 'ACTIVE',
  JoinedMethod: 'CREATED',
  parentId: 'ou-1',
  tags: {},
};
const nothing = { regionOptStatus: {}, roles: [], buckets: [], places: [], unread: {} };

/** Sessions of an account in which nothing is, and that has enabled one region. */
function sessionsOf(
  answers: Partial<Record<'account' | 'iam' | 's3' | 'cloudTrail', Answers>> = {},
) {
  return fakeSessions({
    account: fakeClient(
      answers.account ?? {
        ListRegions: {
          Regions: [
            { RegionName: 'us-east-1', RegionOptStatus: 'ENABLED_BY_DEFAULT' },
            { RegionName: 'eu-west-1', RegionOptStatus: 'DISABLED' },
          ],
        },
      },
    ),
    iam: fakeClient(answers.iam ?? { ListRoles: {} }),
    s3: fakeClient(answers.s3 ?? {}),
    cloudFormation: fakeClient({ DescribeStacks: {} }),
    cloudTrail: fakeClient(answers.cloudTrail ?? { DescribeTrails: {} }),
    configService: fakeClient({
      DescribeConfigurationAggregators: {},
      DescribeConfigurationRecorders: {},
      DescribeDeliveryChannels: {},
      DescribeConfigRules: {},
      DescribeConformancePacks: {},
    }),
    guardDuty: fakeClient({ ListDetectors: {} }),
    accessAnalyzer: fakeClient({ ListAnalyzers: {} }),
  });
}
const place = (region: string) => ({
  region,
  stacks: [],
  trails: [],
  recorders: [],
  deliveryChannels: [],
  aggregators: [],
  organizationConfigRules: [],
  organizationConformancePacks: [],
  configRules: [],
  conformancePacks: [],
  guardDutyAdministrators: [],
  analyzers: [],
  named: {},
  quotas: {},
  unread: {},
});

describe('an account in a snapshot', () => {
  it('is read in the regions that it has enabled', async () => {
    const read = await readAccount(listed, sessionsOf(), work);

    expect(read).to.deep.equal({
      ...known,
      regionOptStatus: { 'us-east-1': 'ENABLED_BY_DEFAULT', 'eu-west-1': 'DISABLED' },
      roles: [],
      buckets: [],
      places: [place('us-east-1')],
      unread: {},
    });
  });

  it('is not opened unless it is active, by the state that has replaced the status', async () => {
    const sessions = sessionsOf();
    const account = { ...listed.account, State: 'SUSPENDED', Status: 'ACTIVE' } as const;

    const read = await readAccount({ ...listed, account }, sessions, work);

    expect(read).to.deep.equal({ ...known, ...nothing, state: 'SUSPENDED' });
    expect(sessions.opened).to.deep.equal([]);
  });

  it('is unreachable where no role can be assumed in it', async () => {
    const sessions = fakeSessions({}, () => {
      throw awsError('AccessDenied', 'not assumed');
    });

    const read = await readAccount(listed, sessions, work);

    expect(read).to.deep.equal({
      ...known,
      ...nothing,
      unreachable: { code: 'AccessDenied', message: 'not assumed' },
    });
  });

  it('is read in every region where it does not say which it has enabled', async () => {
    const denied = awsError('AccessDeniedException', 'no');

    const read = await readAccount(listed, sessionsOf({ account: { ListRegions: denied } }), work);

    expect(read.places.map(({ region }) => region)).to.deep.equal(['us-east-1', 'eu-west-1']);
    expect(read.unread).to.deep.equal({
      regionOptStatus: { code: 'AccessDeniedException', message: 'no' },
    });
  });

  it('has every section but that which is denied', async () => {
    const denied = awsError('AccessDeniedException', 'an explicit deny');

    const read = await readAccount(
      listed,
      sessionsOf({ cloudTrail: { DescribeTrails: denied } }),
      work,
    );

    expect(read.places).to.deep.equal([
      {
        ...place('us-east-1'),
        unread: { trails: { code: 'AccessDeniedException', message: 'an explicit deny' } },
      },
    ]);
  });

  it('is read in other regions than the governed ones for stacks and names alone', async () => {
    const sessions = sessionsOf({ cloudTrail: { DescribeTrails: awsError('Unexpected') } });
    const of = { ...work, governed: new Set(['eu-west-1']) };

    const read = await readAccount(listed, sessions, of);
    const inFile = await readAccount(listed, sessions, { ...of, detail: 'file' });

    expect(read.places).to.deep.equal([place('us-east-1')]);
    expect(Object.keys(inFile.places[0]?.unread ?? {})).to.include('trails');
  });

  it('has the roles that a deployment wants, its own, and linked ones, by one list', async () => {
    const document = '%7B%22Version%22%3A%222012-10-17%22%7D';
    const role = (RoleName: string, Path = '/') => ({
      RoleName,
      Path,
      AssumeRolePolicyDocument: document,
    });
    const linked = '/aws-service-role/config.amazonaws.com/';
    const iam = fakeClient({
      ListRoles: [
        { Roles: [role('Wanted'), role('Another')], Marker: 'more' },
        { Roles: [role('OrganizationAccountAccessRole'), role('ForConfig', linked)] },
      ],
      ListAttachedRolePolicies: { AttachedPolicies: [{ PolicyArn: 'arn' }] },
    });
    const wanted = wantedOf(wantedName('AWS::IAM::Role', 'Wanted', { region: undefined }));
    const sessions = fakeSessions({ iam });

    const { roles } = await readAccount(listed, sessions, { ...work, wanted, regions: [] });

    const read = (RoleName: string, Path = '/') => ({
      RoleName,
      Path,
      AssumeRolePolicyDocument: '{"Version":"2012-10-17"}',
      attachedPolicyArns: [],
    });
    expect(roles).to.deep.equal([
      read('Wanted'),
      read('OrganizationAccountAccessRole'),
      read('ForConfig', linked),
    ]);
    expect(iam.commands).to.deep.equal([
      ['ListRoles', { MaxItems: 1000 }],
      ['ListRoles', { Marker: 'more', MaxItems: 1000 }],
    ]);
  });

  it('has the buckets that a deployment wants: free, its own, or taken', async () => {
    const status = (httpStatusCode: number) =>
      awsError('Unknown', '', { $metadata: { httpStatusCode } });
    const answersOf: Readonly<Record<string, object>> = {
      own: { BucketRegion: 'eu-west-1' },
      free: status(404),
      strangers: status(403),
      elsewhere: status(301),
    };
    const s3 = fakeClient({
      HeadBucket: ({ Bucket }: { Bucket: string }) => answersOf[Bucket],
      GetBucketPolicy: { Policy: '{}' },
    });
    const wanted = wantedOf(
      ...Object.keys(answersOf).map((name) => wantedName('AWS::S3::Bucket', name)),
    );
    const sessions = fakeSessions({ s3, iam: fakeClient({ ListRoles: {} }) });
    const of = { ...work, wanted, regions: [] };

    const { buckets } = await readAccount(listed, sessions, of);
    const inFile = await readAccount(listed, sessions, { ...of, detail: 'file' });

    const taken = ['strangers', 'elsewhere'].map((Name) => ({ Name, owner: 'taken' }));
    expect(buckets).to.deep.equal([{ Name: 'own', owner: 'own', region: 'eu-west-1' }, ...taken]);
    expect(inFile.buckets[0]).to.deep.equal({
      Name: 'own',
      owner: 'own',
      region: 'eu-west-1',
      policy: '{}',
    });
    expect(s3.commands[0]).to.deep.equal([
      'HeadBucket',
      { Bucket: 'own', ExpectedBucketOwner: '444444444444' },
    ]);
  });
});
