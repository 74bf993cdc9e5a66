import { expect } from 'chai';
import { concerns } from '../../coverage/row-accounts.ts';
import type { Row } from '../../coverage/types.ts';
import { listAccounts } from '../../organization/accounts.ts';
import type { Account } from '../../organization/types.ts';
import { fakeClient } from '../doubles/aws-client.ts';
import { accounts, fakeClients, settings } from '../doubles/organization.ts';

const list = (pages: readonly unknown[]) =>
  listAccounts(fakeClients({ organizations: fakeClient({ ListAccounts: pages }) }).organizations);

const concerned = (whose: Row['accounts']) => {
  const row: Row = {
    service: 'any',
    capability: 'any',
    title: 'Any',
    onWhen: 'any',
    repair: 'enable it',
    accounts: whose,
    scope: 'home-region',
    expected: 'on',
    read: async () => ({ actual: 'on' }),
  };
  return accounts
    .filter((account: Account) => concerns(row, account, settings))
    .map(({ name }) => name);
};

describe('accounts', () => {
  it('lists the accounts of all pages', async () => {
    const listed = await list([
      {
        Accounts: [{ Id: '111111111111', Name: 'One', Email: 'a@example.com', State: 'ACTIVE' }],
        NextToken: 'two',
      },
      { Accounts: [{ Id: '222222222222', Name: 'Two', Email: 'b@example.com', State: 'ACTIVE' }] },
    ]);

    expect(listed).to.deep.equal([
      { id: '111111111111', name: 'One', email: 'a@example.com', state: 'ACTIVE' },
      { id: '222222222222', name: 'Two', email: 'b@example.com', state: 'ACTIVE' },
    ]);
  });

  it('prefers State to the retired Status', async () => {
    const listed = await list([
      { Accounts: [{ Id: '111111111111', State: 'CLOSED', Status: 'SUSPENDED' }] },
    ]);

    expect(listed[0]?.state).to.equal('CLOSED');
  });

  it('uses Status where there is no State', async () => {
    const listed = await list([{ Accounts: [{ Id: '111111111111', Status: 'SUSPENDED' }] }]);

    expect(listed[0]?.state).to.equal('SUSPENDED');
  });

  it('takes an account without State and Status for active', async () => {
    const listed = await list([{ Accounts: [{ Id: '111111111111' }] }]);

    expect(listed).to.deep.equal([
      { id: '111111111111', name: '111111111111', email: '', state: 'ACTIVE' },
    ]);
  });

  it('refuses an organization of zero accounts', async () => {
    const outcome = await list([{ Accounts: [] }]).catch(String);

    expect(outcome).to.match(/^NothingToReadError: The organization lists 0 accounts/);
  });

  it('knows whom a row concerns', () => {
    expect(concerned('all')).to.have.length(4);
    expect(concerned('members')).to.deep.equal(['Security', 'Log Archive', 'Sandbox']);
    expect(concerned('management')).to.deep.equal(['Management']);
    expect(concerned('security')).to.deep.equal(['Security']);
    expect(concerned('log-archive')).to.deep.equal(['Log Archive']);
  });
});
