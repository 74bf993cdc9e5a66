import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import type { STSClient } from '@aws-sdk/client-sts';
import { expect } from 'chai';
import { assumeRole, isActive, listAccounts, stateOf } from '../../lambda/accounts.ts';
import { firstFive } from '../../lambda/errors.ts';
import { fakeClient } from '../doubles/aws-client.ts';

describe('accounts of the organization', () => {
  it('are listed over all pages, in the order of their ids', async () => {
    const { client, commands } = fakeClient<OrganizationsClient>({
      ListAccounts: [
        { Accounts: [{ Id: '333333333333' }], NextToken: '2' },
        { Accounts: [], NextToken: '3' },
        { Accounts: [{ Id: '111111111111' }] },
      ],
    });

    const accounts = await listAccounts(client);

    expect(accounts).to.deep.equal([{ Id: '111111111111' }, { Id: '333333333333' }]);
    expect(commands).to.have.length(3);
  });

  it('are active by State, and by Status where there is none', () => {
    expect(isActive({ State: 'ACTIVE' })).to.equal(true);
    expect(isActive({ Status: 'ACTIVE' })).to.equal(true);
    expect(isActive({ State: 'CLOSED', Status: 'ACTIVE' })).to.equal(false);
    expect(isActive({ Status: 'SUSPENDED' })).to.equal(false);
  });

  it('are ACTIVE without State and Status, so that they are read', () => {
    expect(stateOf({})).to.equal('ACTIVE');
    expect(isActive({ Id: '111111111111' })).to.equal(true);
  });

  it('are entered by a role, whose session is handed out', async () => {
    const { client, commands } = fakeClient<STSClient>({
      AssumeRole: [{ Credentials: { AccessKeyId: 'a', SecretAccessKey: 's', SessionToken: 't' } }],
    });

    const credentials = await assumeRole(client, 'arn:aws:iam::111111111111:role/r', 'session');

    expect(credentials).to.deep.equal({
      accessKeyId: 'a',
      secretAccessKey: 's',
      sessionToken: 't',
    });
    expect(commands).to.deep.equal([
      ['AssumeRole', { RoleArn: 'arn:aws:iam::111111111111:role/r', RoleSessionName: 'session' }],
    ]);
  });

  it('are named up to five, with the number of the others', () => {
    expect(firstFive(['a', 'b'])).to.equal('a; b');
    expect(firstFive(['a', 'b', 'c', 'd', 'e', 'f', 'g'], ', ')).to.equal(
      'a, b, c, d, e, and 2 more',
    );
  });
});
