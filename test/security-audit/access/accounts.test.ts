import { expect } from 'chai';
import { parseOrganization } from '../../../organization/organization-file.ts';
import { selectAccounts } from '../../../security-audit/access/accounts.ts';

const account = (id: string, name: string, state = 'ACTIVE', email = `${name}@example.com`) => ({
  ...{ id, name, email, state },
});
const production = account('222222222222', 'production');
const twin = account('333333333333', 'twin');
const other = account('444444444444', 'twin');
const closed = account('555555555555', 'closed', 'CLOSED');
const all = [production, twin, other, closed];

const declared = parseOrganization(
  `Organization:
  ProductionAccount:
    Type: OC::ORG::Account
    Properties: { AccountName: production, RootEmail: production@example.com }
`,
  'organization.yml',
);
const select = (...names: string[]) => selectAccounts(names, all, declared);

describe('the accounts to scan', () => {
  it('are all that are active, when none is named', () => {
    expect(select()).to.deep.equal({ accounts: [production, twin, other], leftOut: [closed] });
  });

  it('are named by id, name or logical name, and each is taken once', () => {
    expect(select('222222222222', 'production', 'ProductionAccount', '333333333333')).to.deep.equal(
      {
        ...{ accounts: [production, twin], leftOut: [] },
      },
    );
  });

  it('may be closed when they are named, so that it can be said that they are skipped', () => {
    expect(select('closed').accounts).to.deep.equal([closed]);
  });

  it('are not guessed when several have the name', () => {
    expect(() => select('twin')).to.throw(
      "2 accounts are called 'twin': give an id of 333333333333, 444444444444",
    );
  });

  it('are in the organization', () => {
    expect(() => select('999999999999')).to.throw(
      "The organization has no account '999999999999': give the id or the name of one of its 4",
    );
  });

  it('are never none', () => {
    expect(() => selectAccounts([], [closed], declared)).to.throw('lists 0 accounts');
  });
});
