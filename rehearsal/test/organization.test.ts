import { expect } from 'chai';
import { addAccounts, readOrganization, seedOf, withAccounts } from '../organization.ts';
import { Problem } from '../problem.ts';
import { parseYaml } from '../yaml.ts';

const text = `AWSTemplateFormatVersion: '2010-09-09-OC'

Organization:
  # who pays
  Main:
    Type: OC::ORG::MasterAccount
    Properties:
      AccountName: Main
      AccountId: '011111111111'
      RootEmail: main@example.com

  Known:
    Type: OC::ORG::Account
    Properties:
      AccountName: Known
      AccountId: '222222222222'
      RootEmail: known@example.com

  New:
    Type: OC::ORG::Account
    Properties:
      AccountName: New
      RootEmail: new@example.com
`;

const read = (source: string) => readOrganization(parseYaml('organization.yml', source));

describe('an organization file', () => {
  it('reports the management account by its type, and keeps a leading zero of its id', () => {
    const organization = read(text);

    expect(organization.management.accountId).to.equal('011111111111');
    expect(organization.accounts.map(({ logicalName }) => logicalName)).to.deep.equal([
      'Known',
      'New',
    ]);
  });

  it('seeds only the accounts that exist already: those with an id', () => {
    const seed = seedOf(read(text));

    expect(seed).to.deep.equal({
      managementAccountId: '011111111111',
      managementName: 'Main',
      managementEmail: 'main@example.com',
      accessRoleName: 'OrganizationAccountAccessRole',
      accounts: [{ accountId: '222222222222', name: 'Known', email: 'known@example.com' }],
    });
  });

  it('names the role that ofn assumes, for all accounts and for one', () => {
    const root = `Organization:
  Root:
    Type: OC::ORG::OrganizationRoot
    Properties:
      DefaultOrganizationAccessRoleName: AWSControlTowerExecution
`;
    const own = 'AccountName: Known\n      OrganizationAccessRoleName: Legacy';
    const source = text.replace('Organization:\n', root).replace('AccountName: Known', own);

    const { accessRoleName, accounts } = seedOf(read(source));

    expect(accessRoleName).to.equal('AWSControlTowerExecution');
    expect(accounts.map((account) => account.accessRoleName)).to.deep.equal(['Legacy']);
  });

  it('needs a management account', () => {
    const withoutMain = text.replace('OC::ORG::MasterAccount', 'OC::ORG::Account');

    expect(() => read(withoutMain)).to.throw(Problem, /no account of type OC::ORG::MasterAccount/);
  });

  it('needs the twelve digits of the management account', () => {
    const malformed = text.replace("'011111111111'", "'11'");

    expect(() => read(malformed)).to.throw(Problem, /AccountId of the management account is "11"/);
  });

  it('has no name for a new account that AWS would refuse, and any for one that exists', () => {
    const name = '☕ Café';

    const existing = text.replace('AccountName: Known', `AccountName: ${name}`);
    const created = text.replace('AccountName: New', `AccountName: ${name}`);

    expect(read(existing).accounts.map((account) => account.name)).to.include(name);
    expect(() => read(created)).to.throw(Problem, "creates no account with the name '☕ Café'");
  });

  it('is filled with workload accounts up to the number asked for', () => {
    const filled = withAccounts(text, read(text), 5);

    const { accounts } = read(filled);
    expect(accounts).to.have.length(4);
    expect(accounts.at(-1)?.email).to.equal('workload0002account@example.com');
  });

  it('stays as it is when it has the number of accounts asked for', () => {
    expect(withAccounts(text, read(text), 3)).to.equal(text);
  });

  it('never loses an account to the number asked for', () => {
    expect(() => withAccounts(text, read(text), 2)).to.throw(Problem, /declares 3 accounts/);
  });

  it('takes further accounts before a section that follows, in an organizational unit', () => {
    const longer = `${text}\nOrganizationBindings:\n  All: { Account: '*' }\n`;

    const added = addAccounts(longer, [{ logicalName: 'Extra', name: 'Extra' }], 'Extras');

    const { value } = parseYaml('organization.yml', added);
    const organization = value.Organization as Record<string, { Properties: unknown }>;
    expect(value.OrganizationBindings).to.deep.equal({ All: { Account: '*' } });
    expect(organization.ExtrasOu?.Properties).to.deep.equal({
      OrganizationalUnitName: 'Extras',
      Accounts: [{ Ref: 'Extra' }],
    });
  });

  it('keeps the indentation of the file', () => {
    const deeper = text.replaceAll(/^( +)/gm, '$1$1');

    const added = addAccounts(deeper, [{ logicalName: 'Extra', name: 'Extra' }], 'Extras');

    expect(read(added).accounts.map(({ name }) => name)).to.include('Extra');
  });
});
