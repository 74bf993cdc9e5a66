import { expect } from 'chai';
import { readMembers } from '../../../coverage/checks/guard-duty-members.ts';
import type { Account } from '../../../organization/types.ts';
import { fakeClient } from '../../doubles/aws-client.ts';
import { accounts, fakeClients, settings } from '../../doubles/organization.ts';

const member = (AccountId: string, RelationshipStatus = 'Enabled') => ({
  AccountId,
  RelationshipStatus,
});

const enabled = ['111111111111', '333333333333', '444444444444'].map((id) => member(id));

function read(pages: readonly unknown[], listed: readonly Account[] = accounts) {
  const guardDuty = fakeClient({
    ListDetectors: [{ DetectorIds: ['d1'] }],
    ListMembers: pages,
  });
  const target = {
    account: accounts[1] as Account,
    region: 'eu-west-1',
    accounts: listed,
    settings,
    clients: fakeClients({ guardDuty }),
  };
  return { guardDuty, verdict: readMembers(target) };
}

describe('GuardDuty members check', () => {
  it('is on when the members are the other active accounts, over two pages', async () => {
    const { guardDuty, verdict } = read([
      { Members: enabled.slice(0, 2), NextToken: 'two' },
      { Members: enabled.slice(2) },
    ]);

    expect(await verdict).to.deep.equal({ actual: 'on' });
    expect(guardDuty.commands.slice(1).map(([, input]) => input)).to.deep.equal([
      { DetectorId: 'd1', OnlyAssociated: 'true', MaxResults: 50 },
      { DetectorId: 'd1', OnlyAssociated: 'true', MaxResults: 50, NextToken: 'two' },
    ]);
  });

  it('names an account that is missing', async () => {
    const { verdict } = read([{ Members: enabled.slice(0, 2) }]);

    expect(await verdict).to.deep.equal({
      actual: 'off',
      reason: '1 missing: Sandbox 444444444444',
    });
  });

  it('takes a member that is not enabled for missing, with its status', async () => {
    const { verdict } = read([
      { Members: [...enabled.slice(0, 2), member('444444444444', 'Invited')] },
    ]);

    expect((await verdict).reason).to.equal('1 missing: Sandbox 444444444444 (Invited)');
  });

  // https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
  it('does not demand an account that has not enabled the region', async () => {
    const guardDuty = fakeClient({
      ListDetectors: [{ DetectorIds: ['d1'] }],
      ListMembers: [{ Members: enabled.slice(0, 1) }],
    });
    const open = async (id: string) => ({
      clients: () =>
        fakeClients({
          account: fakeClient({
            ListRegions: {
              Regions: [
                {
                  RegionName: 'me-south-1',
                  RegionOptStatus: id === '444444444444' ? 'DISABLED' : 'ENABLED',
                },
              ],
            },
          }),
        }),
    });

    const verdict = await readMembers({
      account: accounts[1] as Account,
      region: 'me-south-1',
      accounts,
      settings,
      clients: fakeClients({ guardDuty }),
      sessions: { open },
    });

    expect(verdict).to.deep.equal({
      actual: 'off',
      reason: '1 missing: Log Archive 333333333333',
    });
  });

  it('names a member from outside the organization as surplus', async () => {
    const { verdict } = read([{ Members: [...enabled, member('999999999999')] }]);

    expect(await verdict).to.deep.equal({
      actual: 'off',
      reason: '1 surplus: 999999999999',
    });
  });

  it('names five accounts at most', async () => {
    const more = Array.from({ length: 7 }, (_, index) => ({
      ...(accounts[3] as Account),
      id: `60000000000${index}`,
      name: `New ${index}`,
    }));

    const { verdict } = read([{ Members: enabled }], [...accounts, ...more]);

    expect((await verdict).reason).to.equal(
      '7 missing: New 0 600000000000, New 1 600000000001, New 2 600000000002, ' +
        'New 3 600000000003, New 4 600000000004 and 2 more',
    );
  });

  it('neither misses a suspended account nor calls it surplus', async () => {
    const suspended: Account = { ...(accounts[3] as Account), state: 'SUSPENDED' };
    const listed = [...accounts.slice(0, 3), suspended];

    const without = read([{ Members: enabled.slice(0, 2) }], listed);
    const withIt = read([{ Members: enabled }], listed);

    expect(await without.verdict).to.deep.equal({ actual: 'on' });
    expect(await withIt.verdict).to.deep.equal({ actual: 'on' });
  });

  it('is off where the security account has no detector', async () => {
    const guardDuty = fakeClient({ ListDetectors: [{ DetectorIds: [] }] });

    const verdict = await readMembers({
      account: accounts[1] as Account,
      region: 'eu-west-1',
      accounts,
      settings,
      clients: fakeClients({ guardDuty }),
    });

    expect(verdict).to.deep.equal({ actual: 'off', reason: 'there is no detector' });
  });
});
