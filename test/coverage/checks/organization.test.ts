import { expect } from 'chai';
import {
  readDelegatedAdministrator,
  readTrustedAccess,
} from '../../../coverage/checks/organization.ts';
import type { Account } from '../../../organization/types.ts';
import { awsError, type FakeClient, fakeClient } from '../../doubles/aws-client.ts';
import { accounts, fakeClients, settings } from '../../doubles/organization.ts';

const target = (organizations: FakeClient) => ({
  account: accounts[0] as Account,
  region: 'us-east-1',
  accounts,
  settings,
  clients: fakeClients({ organizations }),
});

describe('organization checks', () => {
  it('finds trusted access on when a later page has the last principal', async () => {
    const organizations = fakeClient({
      ListAWSServiceAccessForOrganization: [
        { EnabledServicePrincipals: [], NextToken: 'two' },
        {
          EnabledServicePrincipals: [{ ServicePrincipal: 'cloudtrail.amazonaws.com' }],
          NextToken: 'three',
        },
        { EnabledServicePrincipals: [{ ServicePrincipal: 'guardduty.amazonaws.com' }] },
      ],
    });

    const verdict = await readTrustedAccess(target(organizations));

    expect(verdict).to.deep.equal({ actual: 'on' });
    expect(organizations.commands.map(([, input]) => input)).to.deep.equal([
      {},
      { NextToken: 'two' },
      { NextToken: 'three' },
    ]);
  });

  it('names the principals that lack trusted access', async () => {
    const organizations = fakeClient({
      ListAWSServiceAccessForOrganization: [
        { EnabledServicePrincipals: [{ ServicePrincipal: 'cloudtrail.amazonaws.com' }] },
      ],
    });

    const verdict = await readTrustedAccess(target(organizations));

    expect(verdict).to.deep.equal({
      actual: 'off',
      reason: 'no trusted access for guardduty.amazonaws.com',
    });
  });

  for (const [Status, verdict] of [
    ['ENABLED', { actual: 'on' }],
    ['DISABLED', { actual: 'off', reason: 'access of StackSets in CloudFormation is DISABLED' }],
  ] as const) {
    // https://github.com/pepperize/cdk-organizations/issues/1718
    it(`finds trusted StackSets ${verdict.actual} when CloudFormation says ${Status}`, async () => {
      const principal = 'member.org.stacksets.cloudformation.amazonaws.com';
      const organizations = fakeClient({
        ListAWSServiceAccessForOrganization: [
          { EnabledServicePrincipals: [{ ServicePrincipal: principal }] },
        ],
      });
      const cloudFormation = fakeClient({ DescribeOrganizationsAccess: [{ Status }] });

      const found = await readTrustedAccess({
        ...target(organizations),
        settings: { ...settings, trustedAccessPrincipals: [principal] },
        clients: fakeClients({ organizations, cloudFormation }),
      });

      expect(found).to.deep.equal(verdict);
    });
  }

  it('finds delegation on when the security account administers every principal', async () => {
    const organizations = fakeClient({
      ListDelegatedServicesForAccount: [
        {
          DelegatedServices: [{ ServicePrincipal: 'access-analyzer.amazonaws.com' }],
          NextToken: 'two',
        },
        { DelegatedServices: [{ ServicePrincipal: 'config.amazonaws.com' }] },
      ],
    });

    const verdict = await readDelegatedAdministrator(target(organizations));

    expect(verdict).to.deep.equal({ actual: 'on' });
    expect(organizations.commands.map(([, input]) => input)).to.deep.equal([
      { AccountId: '222222222222' },
      { AccountId: '222222222222', NextToken: 'two' },
    ]);
  });

  it('takes an account that administers nothing for off, not for an error', async () => {
    const organizations = fakeClient({
      ListDelegatedServicesForAccount: [
        awsError('AccountNotRegisteredException', 'not a delegated administrator'),
      ],
    });

    const verdict = await readDelegatedAdministrator(target(organizations));

    expect(verdict).to.deep.equal({
      actual: 'off',
      reason: 'account 222222222222 is not delegated administrator of config.amazonaws.com',
    });
  });

  it('lets any other error through', async () => {
    const organizations = fakeClient({
      ListDelegatedServicesForAccount: [awsError('AccessDeniedException', 'no')],
    });

    const outcome = await readDelegatedAdministrator(target(organizations)).catch(String);

    expect(outcome).to.equal('AccessDeniedException: no');
  });
});
