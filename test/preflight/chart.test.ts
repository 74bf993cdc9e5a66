import { expect } from 'chai';
import { accountsOf, chartOf, organizationResources } from '../../preflight/deployment/chart.ts';

const text = `
Organization:
  Management:
    Type: OC::ORG::MasterAccount
    Properties: { AccountName: Management, AccountId: '111111111111' }
  A:
    Type: OC::ORG::Account
    Properties: { AccountName: A, RootEmail: A@example.com }
  B:
    Type: OC::ORG::Account
    Properties: { AccountName: B, RootEmail: b@example.com }
  C:
    Type: OC::ORG::Account
    Properties: { AccountName: C, RootEmail: c@example.com }
  Upper:
    Type: OC::ORG::OrganizationalUnit
    Properties: { Accounts: !Ref A, OrganizationalUnits: [!Ref Lower] }
  Lower:
    Type: OC::ORG::OrganizationalUnit
    Properties: { Accounts: [!Ref B] }
`;

const chart = chartOf(
  organizationResources('organization.yml', () => text),
  {
    organizationId: 'o-exampleorg1',
    partition: 'aws',
    accounts: [
      { id: '222222222222', name: 'Renamed', email: 'a@example.com', state: 'ACTIVE' },
      { id: '333333333333', name: 'B', email: 'other@example.com', state: 'ACTIVE' },
    ],
  },
);

describe('a binding of org-formation', () => {
  for (const [title, binding, bound] of [
    ['names accounts', { Account: [{ Ref: 'A' }, { Ref: 'C' }] }, ['A', 'C']],
    ['has all accounts without that of management', { Account: '*' }, ['A', 'B', 'C']],
    ['includes the management account', { IncludeMasterAccount: true }, ['Management']],
    [
      'has the accounts of units, and those below',
      { OrganizationalUnit: { Ref: 'Upper' } },
      ['A', 'B'],
    ],
    ['leaves out accounts', { Account: '*', ExcludeAccount: { Ref: 'B' } }, ['A', 'C']],
    [
      'leaves out the accounts of a unit',
      { Account: '*', ExcludeOrganizationalUnit: { Ref: 'Lower' } },
      ['A', 'C'],
    ],
    ['is empty where nothing is named', { Account: [] }, []],
  ] as const) {
    it(title, () => {
      expect(accountsOf(chart, binding)).to.deep.equal(bound);
    });
  }

  it('finds accounts by their e-mail address, else by name; others are still to be made', () => {
    const ids = [...chart.accounts].map(([name, { id }]) => [name, id]);

    expect(ids).to.deep.equal([
      ['Management', '111111111111'],
      ['A', '222222222222'],
      ['B', '333333333333'],
      ['C', undefined],
    ]);
  });
});
