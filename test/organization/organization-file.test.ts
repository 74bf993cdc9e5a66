import { expect } from 'chai';
import type { DeclaredAccount } from '../../organization/organization-file.ts';
import {
  accessRoleOf,
  parseOrganization,
  resolveAccountId,
} from '../../organization/organization-file.ts';
import type { Account } from '../../organization/types.ts';
import { accounts } from '../doubles/organization.ts';

const resolve = (declared: DeclaredAccount, listed: readonly Account[] = accounts) => {
  try {
    return resolveAccountId('SecurityAccount', new Map([['SecurityAccount', declared]]), listed);
  } catch (error) {
    return String(error);
  }
};

const parsed = (text: string) => {
  try {
    return parseOrganization(text, 'organization.yml');
  } catch (error) {
    return String(error);
  }
};

describe('organization file', () => {
  it('declares its accounts, and nothing else that it has', () => {
    const declared = parseOrganization(
      `
AWSTemplateFormatVersion: '2010-09-09-OC'
Organization:
  Root: { Type: OC::ORG::OrganizationRoot }
  ManagementAccount:
    Type: OC::ORG::MasterAccount
    Properties:
      AccountName: Management
      AccountId: 011111111111
  SecurityAccount:
    Type: OC::ORG::Account
    Properties:
      AccountName: Security
      RootEmail: !Sub 'aws-security@example.com'
      PasswordPolicy: !Ref PasswordPolicy
  SecurityOu:
    Type: OC::ORG::OrganizationalUnit
    Properties: { Accounts: [!Ref SecurityAccount, !GetAtt Other.Id] }
`,
      'organization.yml',
    );

    expect([...declared]).to.deep.equal([
      ['ManagementAccount', { name: 'Management', id: '011111111111' }],
      [
        'SecurityAccount',
        { name: 'Security', email: 'aws-security@example.com', unit: 'SecurityOu' },
      ],
    ]);
  });

  it('names the role of org-formation, which is AWS’s own by default', () => {
    const role = 'DefaultOrganizationAccessRoleName: AWSControlTowerExecution';
    const root = `{ Type: OC::ORG::OrganizationRoot, Properties: { ${role} } }`;

    const roles = [`Organization: { Root: ${root} }`, 'Organization: {}'].map((text) =>
      accessRoleOf(text, 'organization.yml'),
    );

    expect(roles).to.deep.equal(['AWSControlTowerExecution', 'OrganizationAccountAccessRole']);
  });

  it('must declare an account', () => {
    expect(parsed('Organization: !Include ./other.yml')).to.equal(
      'SettingsError: organization.yml declares no account: under Organization it needs ' +
        'resources of type OC::ORG::Account or OC::ORG::MasterAccount',
    );
  });

  it('must be a map', () => {
    expect(parsed('- one')).to.equal(
      'SettingsError: organization.yml is not a map of keys and values',
    );
  });

  it('says which account it is by AccountId', () => {
    expect(resolve({ id: '222222222222', email: 'aws-sandbox@example.com' })).to.equal(
      '222222222222',
    );
  });

  it('says which account it is by e-mail address rather than by name', () => {
    expect(resolve({ email: 'AWS-Sandbox@example.com', name: 'Security' })).to.equal(
      '444444444444',
    );
  });

  it('says which account it is by name where no e-mail address is equal', () => {
    expect(resolve({ email: 'old@example.com', name: 'Sandbox' })).to.equal('444444444444');
  });

  it('must be exact where two accounts have the same name', () => {
    const twins = accounts.map((account) => ({ ...account, name: 'Security' }));

    expect(resolve({ email: 'old@example.com', name: 'Security' }, twins)).to.equal(
      'SettingsError: 4 accounts of the organization are SecurityAccount (RootEmail ' +
        "'old@example.com', AccountName 'Security'): give its AccountId in organization.yml",
    );
  });

  it('must have the accounts that the parameters name', () => {
    const outcome = () =>
      resolveAccountId('AuditAccount', new Map([['SecurityAccount', {}]]), accounts);

    expect(outcome).to.throw(
      "organization.yml has no account 'AuditAccount': use one of SecurityAccount",
    );
  });
});
