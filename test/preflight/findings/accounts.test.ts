import { expect } from 'chai';
import { accounts } from '../../../preflight/findings/accounts.ts';
import { account, judge, kindsIn, type Parts } from '../snapshots.ts';

const denied = { code: 'AccessDenied', message: 'not authorized to perform: sts:AssumeRole' };
const suspended: Parts['declared'] = [
  ['SandboxAccount', { id: '444444444444', unit: 'SuspendedOu' }],
];

describe('findings about accounts', () => {
  it('accepts accounts that are active and can be entered', () => {
    expect(judge(accounts, { capabilities: ['config-recorder'] })).to.deep.equal([]);
  });

  it('finds a closed account that is declared outside of the suspended unit', () => {
    const [found, ...more] = judge(accounts, {
      sandbox: { state: 'SUSPENDED', unreachable: denied },
    });

    expect(more).to.deep.equal([]);
    expect(found?.kind).to.equal('account-not-active');
    expect(found?.level).to.equal('no-go');
    expect(found?.found).to.match(/^SandboxAccount is Sandbox 4+, whose state is SUSPENDED/);
    expect(found?.remedy).to.include('in the Accounts of SuspendedOu in organization.yml');
  });

  it('accepts it in the suspended unit, whatever that is called', () => {
    const sandbox = { state: 'CLOSED', unreachable: denied };
    const elsewhere: Parts = {
      sandbox,
      declared: [['SandboxAccount', { id: '444444444444', unit: 'GoneOu' }]],
    };

    expect(judge(accounts, { sandbox, declared: suspended ?? [] })).to.deep.equal([]);
    expect(kindsIn(accounts, elsewhere)).to.deep.equal(['account-not-active']);
    expect(
      judge(accounts, { ...elsewhere, parameters: { suspendedOu: { Ref: 'GoneOu' } } }),
    ).to.deep.equal([]);
  });

  it('accepts a closed account that is not declared', () => {
    const strangers = [account('555555555555', 'Old', { state: 'SUSPENDED' })];

    expect(judge(accounts, { strangers, capabilities: ['config-recorder'] })).to.deep.equal([]);
  });

  // https://docs.aws.amazon.com/organizations/latest/APIReference/API_Account.html
  it('finds an account that is not active yet, for which to wait', () => {
    const found = judge(accounts, { sandbox: { state: 'PENDING_ACTIVATION' } });

    expect(found.map(({ kind }) => kind)).to.deep.equal(['account-pending']);
    expect(found[0]?.remedy).to.match(/^wait until .* --account-id 444444444444 answers ACTIVE$/);
  });

  it('finds a role that can’t be assumed, with what AWS says', () => {
    const [found, ...more] = judge(accounts, { sandbox: { unreachable: denied } });

    expect(more).to.deep.equal([]);
    expect(found?.kind).to.equal('account-unreachable');
    expect(found?.found).to.equal(
      "the role OrganizationAccountAccessRole of SandboxAccount (Sandbox 444444444444) can't be assumed: AccessDenied, not authorized to perform: sts:AssumeRole",
    );
    expect(found?.remedy).to.include('OrganizationAccessRoleName in organization.yml');
    // An account that was invited has no such role, and its administrator may not create it in such a unit.
    expect(found?.remedy).to.include('while it is in no unit with ProtectBaseline');
  });

  it('finds an active account that is not declared, where AWS Config records', () => {
    const strangers = [account('555555555555', 'Legacy')];
    const [found, ...more] = judge(accounts, { strangers, capabilities: ['config-recorder'] });

    expect(more).to.deep.equal([]);
    expect(found?.kind).to.equal('account-undeclared');
    expect(found?.settings).to.deep.equal([
      { name: 'configExcludedAccounts', add: ['555555555555'] },
    ]);
  });

  it('accepts it where nothing records, or rules exclude it', () => {
    const strangers = [account('555555555555', 'Legacy')];
    const settings = { configExcludedAccountIds: ['555555555555'] };

    expect(judge(accounts, { strangers })).to.deep.equal([]);
    expect(
      judge(accounts, { strangers, settings, capabilities: ['config-recorder'] }),
    ).to.deep.equal([]);
  });
});
