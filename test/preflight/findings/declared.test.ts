import { expect } from 'chai';
import { declared } from '../../../preflight/findings/declared.ts';
import { judge } from '../snapshots.ts';

const handshake = (target: string) => ({ Id: 'h-1', State: 'OPEN', Action: 'INVITE', target });

// https://github.com/org-formation/org-formation-cli/blob/master/src/aws-provider/aws-organization-writer.ts
describe('findings about declared accounts that are not in the organization', () => {
  it('accepts one without an id, which org-formation creates', () => {
    const found = judge(declared, {
      declared: [['NewAccount', { name: 'New', email: 'new@example.com' }]],
    });

    expect(found).to.deep.equal([]);
  });

  it('finds an id that the organization does not have', () => {
    const [found, ...more] = judge(declared, {
      declared: [['LostAccount', { id: '999999999999' }]],
    });

    expect(more).to.deep.equal([]);
    expect(found?.kind).to.equal('account-unknown');
    expect(found?.level).to.equal('no-go');
    expect(found?.places).to.deep.equal([{ accountId: '999999999999' }]);
    expect(found?.remedy).to.include('--target Id=999999999999,Type=ACCOUNT');
  });

  it('finds an account that is invited, by its id or its address', () => {
    const byId = judge(declared, {
      declared: [['InvitedAccount', { id: '999999999999' }]],
      organization: { handshakes: [handshake('999999999999')] },
    });
    const byAddress = judge(declared, {
      declared: [['InvitedAccount', { name: 'Invited', email: 'In@Example.com' }]],
      organization: { handshakes: [handshake('in@example.com')] },
    });

    expect(byId.map(({ kind }) => kind)).to.deep.equal(['account-invited']);
    expect(byAddress.map(({ kind }) => kind)).to.deep.equal(['account-invited']);
    expect(byId[0]?.remedy).to.include('accept-handshake --handshake-id h-1');
  });

  it('is not concerned by invitations of others', () => {
    const found = judge(declared, { organization: { handshakes: [handshake('999999999999')] } });

    expect(found).to.deep.equal([]);
  });

  it('finds an account that is being created, for which to wait', () => {
    const accountRequests = [{ Id: 'car-1', AccountName: 'New' }];
    const found = judge(declared, {
      declared: [['NewAccount', { name: 'New', email: 'new@example.com' }]],
      organization: { accountRequests },
    });

    expect(found.map(({ kind }) => kind)).to.deep.equal(['account-requested']);
    expect(judge(declared, { organization: { accountRequests } })).to.deep.equal([]);
  });

  it('notes accounts in no unit, but for the management account, where there are units', () => {
    const inUnit = (name: string, id: string) => [name, { id, unit: 'TeamsOu' }] as const;
    const parts = {
      declared: [
        inUnit('SecurityAccount', '222222222222'),
        inUnit('SandboxAccount', '444444444444'),
      ],
    } as Parameters<typeof judge>[1];

    const found = judge(declared, parts);

    expect(found.map(({ kind, level, places }) => ({ kind, level, places }))).to.deep.equal([
      { kind: 'account-in-no-unit', level: 'note', places: [{ accountId: '333333333333' }] },
    ]);
    expect(found[0]?.found).to.match(
      /^LogArchiveAccount in organization\.yml: in the Accounts of no unit/,
    );
  });
});
