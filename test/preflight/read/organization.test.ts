import { expect } from 'chai';
import { describeOrganization, readOrganization } from '../../../preflight/read/organization.ts';
import type { Answers } from '../../doubles/aws-client.ts';
import { awsError, fakeClient } from '../../doubles/aws-client.ts';
import { failureOf } from '../../doubles/failure-of.ts';

const described = {
  Id: 'o-1',
  MasterAccountId: '111111111111',
  MasterAccountEmail: 'aws@example.com',
  FeatureSet: 'ALL',
} as const;

const children = ({ ParentId }: { ParentId: string }) => ({
  OrganizationalUnits: ParentId === 'r-1' ? [{ Id: 'ou-1', Name: 'Security' }] : [],
});
const members = ({ ParentId }: { ParentId: string }) => ({
  Accounts: [{ Id: ParentId === 'r-1' ? '111111111111' : '222222222222' }],
});

const answers: Answers = {
  ListRoots: {
    Roots: [
      {
        Id: 'r-1',
        PolicyTypes: [
          { Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' },
          { Type: 'TAG_POLICY', Status: 'PENDING_ENABLE' },
        ],
      },
    ],
  },
  ListOrganizationalUnitsForParent: children,
  ListAccountsForParent: members,
  ListPolicies: [
    { Policies: [], NextToken: 'more' },
    {
      Policies: [
        { Id: 'p-Full', Name: 'Full', Type: 'SERVICE_CONTROL_POLICY', AwsManaged: true },
        { Id: 'p-1', Name: 'Deny', Description: 'Denies', Type: 'SERVICE_CONTROL_POLICY' },
      ],
    },
  ],
  DescribePolicy: ({ PolicyId }: { PolicyId: string }) => ({
    Policy: { Content: `{"Id":"${PolicyId}"}` },
  }),
  ListTargetsForPolicy: { Targets: [{ TargetId: 'r-1' }] },
  ListTagsForResource: { Tags: [{ Key: 'team', Value: 'audit' }] },
  ListAWSServiceAccessForOrganization: {
    EnabledServicePrincipals: [{ ServicePrincipal: 'config.amazonaws.com' }],
  },
  ListDelegatedAdministrators: { DelegatedAdministrators: [{ Id: '222222222222' }] },
  ListDelegatedServicesForAccount: {
    DelegatedServices: [{ ServicePrincipal: 'config.amazonaws.com' }],
  },
  ListHandshakesForOrganization: {
    Handshakes: [
      {
        Id: 'h-1',
        State: 'OPEN',
        Action: 'INVITE',
        Parties: [
          { Id: 'o-1', Type: 'ORGANIZATION' },
          { Id: 'new@example.com', Type: 'EMAIL' },
        ],
      },
      { Id: 'h-2', State: 'ACCEPTED', Action: 'INVITE', Parties: [] },
    ],
  },
  ListCreateAccountStatus: { CreateAccountStatuses: [{ Id: 'car-1', AccountName: 'New' }] },
};
const denied = awsError('AccessDeniedException', 'not you');
const refusal = { code: 'AccessDeniedException', message: 'not you' };

describe('the organization in a snapshot', () => {
  it('has units, policies with documents and targets, trust, delegation and what is open', async () => {
    const { client } = fakeClient<Parameters<typeof readOrganization>[0]>(answers);

    const { organization, parents } = await readOrganization(client, described, 'preflight');

    const policy = { Type: 'SERVICE_CONTROL_POLICY', targets: ['r-1'], tags: {} };
    expect(organization).to.deep.equal({
      ...described,
      rootId: 'r-1',
      policyTypes: [
        { Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' },
        { Type: 'TAG_POLICY', Status: 'PENDING_ENABLE' },
      ],
      units: [{ Id: 'ou-1', Name: 'Security', parentId: 'r-1', tags: {} }],
      policies: [
        {
          ...policy,
          Id: 'p-Full',
          Name: 'Full',
          Description: '',
          AwsManaged: true,
          Content: '{"Id":"p-Full"}',
        },
        {
          ...policy,
          Id: 'p-1',
          Name: 'Deny',
          Description: 'Denies',
          AwsManaged: false,
          Content: '{"Id":"p-1"}',
        },
      ],
      trustedServices: ['config.amazonaws.com'],
      delegatedAdministrators: [{ accountId: '222222222222', services: ['config.amazonaws.com'] }],
      handshakes: [{ Id: 'h-1', State: 'OPEN', Action: 'INVITE', target: 'new@example.com' }],
      accountRequests: [{ Id: 'car-1', AccountName: 'New' }],
      unread: {},
    });
    expect([...parents]).to.deep.equal([
      ['111111111111', 'r-1'],
      ['222222222222', 'ou-1'],
    ]);
  });

  it('has tags in a file, and none of policies that are AWS’s own', async () => {
    const { client, commands } = fakeClient<Parameters<typeof readOrganization>[0]>(answers);

    const { organization } = await readOrganization(client, described, 'file');

    expect(organization.units[0]?.tags).to.deep.equal({ team: 'audit' });
    expect(organization.policies.map(({ tags }) => tags)).to.deep.equal([{}, { team: 'audit' }]);
    expect(commands.filter(([name]) => name === 'ListTagsForResource')).to.have.length(2);
  });

  it('keeps what may be read beside what may not', async () => {
    const { client } = fakeClient<Parameters<typeof readOrganization>[0]>({
      ...answers,
      ListPolicies: denied,
      ListHandshakesForOrganization: denied,
    });

    const { organization } = await readOrganization(client, described, 'preflight');

    expect(organization.unread).to.deep.equal({ policies: refusal, handshakes: refusal });
    expect(organization.units).to.have.length(1);
    expect(organization.trustedServices).to.have.length(1);
  });

  it('says that units and policies are not known either where the root is not', async () => {
    const { client } = fakeClient<Parameters<typeof readOrganization>[0]>({
      ...answers,
      ListRoots: denied,
    });

    const { organization } = await readOrganization(client, described, 'preflight');

    expect(organization.unread).to.deep.equal({
      policyTypes: refusal,
      units: refusal,
      policies: refusal,
    });
  });

  it('is described, and what to do is said where there is none', async () => {
    const { client } = fakeClient<Parameters<typeof describeOrganization>[0]>({
      DescribeOrganization: [
        { Organization: described },
        awsError('AWSOrganizationsNotInUseException', 'none'),
        denied,
      ],
    });

    expect(await describeOrganization(client)).to.deep.equal(described);
    expect((await failureOf(describeOrganization(client))).message).to.match(
      /create an organization with all features in the management account$/,
    );
    expect((await failureOf(describeOrganization(client))).message).to.match(
      /use credentials of the management account that may read AWS Organizations$/,
    );
  });
});
