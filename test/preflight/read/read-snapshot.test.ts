import { expect } from 'chai';
import { readSnapshot, type SnapshotOptions } from '../../../preflight/read/read-snapshot.ts';
import { type Answers, awsError, fakeClient } from '../../doubles/aws-client.ts';
import { failureOf } from '../../doubles/failure-of.ts';
import { accounts, asListed, fakeSessions } from '../../doubles/organization.ts';

const denied = awsError('AccessDeniedException', 'not you');

/** An organization of four accounts in which nothing is, apart from what the answers say. */
function optionsOf(
  answers: { organizations?: Answers; cloudFormation?: Answers } = {},
  open?: (accountId: string) => void,
): SnapshotOptions & { told: string[]; opened: string[] } {
  const told: string[] = [];
  const empty = fakeClient((name) => answersOf[name] ?? {});
  const answersOf: Readonly<Record<string, object | Error>> = {
    DescribeOrganization: {
      Organization: { Id: 'o-1', MasterAccountId: '111111111111', FeatureSet: 'ALL' },
    },
    ListAccounts: { Accounts: accounts.map(asListed) },
    ListRoots: { Roots: [{ Id: 'r-1' }] },
    ListAccountsForParent: { Accounts: accounts.map(asListed) },
    GetCallerIdentity: { Arn: 'arn:aws:iam::111111111111:user/Administrator' },
    DescribeOrganizationsAccess: { Status: 'ENABLED' },
    ...(answers.organizations as object),
    ...(answers.cloudFormation as object),
  };
  const names = [
    ...['account', 'cloudFormation', 'cloudTrail', 'configService', 'guardDuty', 'iam'],
    ...['accessAnalyzer', 'organizations', 'sts'],
  ];
  const sessions = fakeSessions(Object.fromEntries(names.map((name) => [name, empty])), open);
  return {
    sessions: { ...sessions, callerAccountId: '111111111111', close: () => undefined },
    homeRegion: 'us-east-1',
    regions: ['eu-west-1'],
    roleName: 'Reader',
    wanted: [],
    detail: 'preflight',
    now: new Date('2026-11-30T12:00:00Z'),
    onProgress: (text) => told.push(text),
    told,
    opened: sessions.opened,
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

  it('tells its progress account by account', async () => {
    const options = optionsOf();

    await readSnapshot({ ...options, concurrency: 1 });

    expect(options.told).to.deep.equal([
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
    });
    expect(snapshot.accounts.map(({ unreachable }) => unreachable)).to.deep.equal([
      refusal,
      ...[undefined, undefined, undefined],
    ]);
  });

  it('is none where the accounts may not be listed, which says what to do', async () => {
    const failure = await failureOf(
      readSnapshot(optionsOf({ organizations: { ListAccounts: denied } })),
    );

    expect(failure.message).to.match(
      /can't be listed \(AccessDeniedException: not you\): use credentials of the management account/,
    );
  });

  it('has the StackSets that the service manages, with their instances', async () => {
    const snapshot = await readSnapshot(
      optionsOf({
        cloudFormation: {
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
