import { expect } from 'chai';
import { readSnapshot, type SnapshotOptions } from '../../../preflight/read/read-snapshot.ts';
import { awsError } from '../../doubles/aws-client.ts';
import { failureOf } from '../../doubles/failure-of.ts';
import { accounts } from '../../doubles/organization.ts';
import { type EmptyAnswers, emptyOrganization } from '../empty-organization.ts';

const denied = awsError('AccessDeniedException', 'not you');

function optionsOf(
  answers: EmptyAnswers = {},
  open?: (accountId: string) => void,
): SnapshotOptions & { reported: string[] } {
  const reported: string[] = [];
  return {
    sessions: emptyOrganization(answers, open),
    homeRegion: 'us-east-1',
    regions: ['eu-west-1'],
    roleName: 'Reader',
    wanted: [],
    detail: 'preflight',
    now: new Date('2026-11-30T12:00:00Z'),
    onProgress: (text) => reported.push(text),
    reported,
  };
}

describe('a snapshot', () => {
  it('says when, by whom and in which regions it was taken', async () => {
    const snapshot = await readSnapshot(optionsOf());

    expect(snapshot).to.deep.include({
      format: 1,
      takenAt: '2026-11-30T12:00:00.000Z',
      homeRegion: 'us-east-1',
      regions: ['us-east-1', 'eu-west-1'],
      caller: {
        accountId: '111111111111',
        arn: 'arn:aws:iam::111111111111:user/Administrator',
        roleName: 'Reader',
      },
      stackSets: [],
    });
    expect(snapshot.organization.stackSetsAccess).to.equal('ENABLED');
    expect(snapshot.accounts.map(({ Id, parentId }) => [Id, parentId])).to.deep.equal(
      accounts.map(({ id }) => [id, 'r-1']),
    );
  });

  it('is reported on account by account', async () => {
    const options = optionsOf();

    await readSnapshot({ ...options, concurrency: 1 });

    expect(options.reported).to.deep.equal([
      'reading the organization',
      ...accounts.map(({ name }, index) => `${index + 1}/4 accounts read: ${name}`),
    ]);
  });

  it('has the other accounts where one can not be opened, be it the management account', async () => {
    const options = optionsOf({}, (accountId) => {
      if (accountId === '111111111111') {
        throw denied;
      }
    });
    const own = { ...options.sessions, callerAccountId: '222222222222' };

    const snapshot = await readSnapshot({ ...options, sessions: own });

    const refusal = { code: 'AccessDeniedException', message: 'not you' };
    expect(snapshot.organization.unread).to.deep.equal({
      stackSetsAccess: refusal,
      stackSets: refusal,
      state: refusal,
      identityCenterRegions: refusal,
    });
    expect(snapshot.accounts.map(({ unreachable }) => unreachable)).to.deep.equal([
      refusal,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('is none where the accounts may not be listed, which says what to do', async () => {
    const failure = await failureOf(readSnapshot(optionsOf({ ListAccounts: denied })));

    expect(failure.message).to.match(
      /can't be listed \(AccessDeniedException: not you\): use credentials of the management account/,
    );
  });

  it('has the regions of IAM Identity Center, the primary one first, each once', async () => {
    const Regions = [{ RegionName: 'eu-west-1' }, { RegionName: 'us-west-2' }];
    const Instances = [{ PrimaryRegion: 'eu-west-1', Regions }];

    const { organization } = await readSnapshot(optionsOf({ ListInstances: { Instances } }));

    expect(organization.identityCenterRegions).to.deep.equal(['eu-west-1', 'us-west-2']);
  });

  it('asks every region that the management account has enabled for IAM Identity Center', async () => {
    const Regions = [
      { RegionName: 'eu-west-1', RegionOptStatus: 'ENABLED_BY_DEFAULT' },
      { RegionName: 'sa-east-1', RegionOptStatus: 'ENABLED_BY_DEFAULT' },
      { RegionName: 'me-south-1', RegionOptStatus: 'DISABLED' },
    ];
    const options = optionsOf({ ListRegions: { Regions } });
    const { commands } = options.sessions as ReturnType<typeof emptyOrganization>;

    const { organization } = await readSnapshot(options);

    // The home region, eu-west-1 and sa-east-1.
    expect(commands.filter(([name]) => name === 'ListInstances')).to.have.length(3);
    expect(organization.identityCenterRegions).to.deep.equal([]);
  });

  it('has what org-formation keeps', async () => {
    const Body = { transformToByteArray: async () => Buffer.from('{"stacks":{}}') };

    const { state } = await readSnapshot(optionsOf({ GetObject: { Body } }));

    expect(state).to.deep.equal({
      bucket: 'organization-formation-111111111111',
      key: 'state.json',
      body: '{"stacks":{}}',
    });
  });

  it('has the StackSets that the service manages, with their instances', async () => {
    const snapshot = await readSnapshot(
      optionsOf({
        ListStackSets: {
          Summaries: [
            { StackSetName: 'ours', PermissionModel: 'SERVICE_MANAGED' },
            { StackSetName: 'by-hand', PermissionModel: 'SELF_MANAGED' },
          ],
        },
        DescribeStackSet: {
          StackSet: {
            Status: 'ACTIVE',
            PermissionModel: 'SERVICE_MANAGED',
            AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false },
            ManagedExecution: { Active: true },
            Parameters: [{ ParameterKey: 'prefix', ParameterValue: 'ours' }],
            Capabilities: ['CAPABILITY_NAMED_IAM'],
          },
        },
        ListStackInstances: {
          Summaries: [{ Account: '444444444444', Region: 'us-east-1', Status: 'CURRENT' }],
        },
      }),
    );

    expect(snapshot.stackSets).to.deep.equal([
      {
        StackSetName: 'ours',
        Status: 'ACTIVE',
        PermissionModel: 'SERVICE_MANAGED',
        AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false },
        ManagedExecution: { Active: true },
        Parameters: { prefix: 'ours' },
        Capabilities: ['CAPABILITY_NAMED_IAM'],
        Tags: {},
        instances: [{ Account: '444444444444', Region: 'us-east-1', Status: 'CURRENT' }],
      },
    ]);
  });
});
