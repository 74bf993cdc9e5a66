import { expect } from 'chai';
import { type HopOptions, hopsOf } from '../../scripts/alert-test/hops.ts';
import { accounts } from '../doubles/organization.ts';
import { type AwsOptions, fakeAws, settings } from './alert-test-fakes.ts';

const hops = (options: Partial<HopOptions>, aws: AwsOptions = {}) =>
  hopsOf({ sessions: fakeAws(aws).sessions, settings, path: 'all', ...options });
const refusal = (options: Partial<HopOptions>) =>
  hops(options).then(
    () => 'nothing was refused',
    (error: Error) => `${error.name}: ${error.message}`,
  );

describe('where an alert test puts its events', () => {
  it('takes the account and the region that are given', async () => {
    const [hop] = await hops({
      path: 'sign-ins',
      accountId: '111111111111',
      region: 'ap-southeast-2',
    });

    expect(hop).to.deep.include({ path: 'sign-ins', region: 'ap-southeast-2' });
    expect(hop?.account.id).to.equal('111111111111');
  });

  it('takes the log archive where every account has a part to play', async () => {
    const [hop] = await hops({ path: 'sign-ins' }, { accounts: accounts.slice(0, 3) });

    expect(hop?.account.id).to.equal('333333333333');
  });

  it('passes over accounts that are not active', async () => {
    const suspended = { ...accounts[3], id: '555555555555', state: 'SUSPENDED' } as never;

    const [hop] = await hops({ path: 'sign-ins' }, { accounts: [suspended, ...accounts] });

    expect(hop?.account.id).to.equal('444444444444');
  });

  it('takes the home region where no other is governed', async () => {
    const [hop] = await hops({
      path: 'sign-ins',
      settings: { ...settings, governedRegions: ['us-east-1'] },
    });

    expect(hop?.region).to.equal('us-east-1');
  });

  it('tests findings of one region when it is given', async () => {
    const found = await hops({ path: 'findings', region: 'eu-west-1' });

    expect(found.map(({ region }) => region)).to.deep.equal(['eu-west-1']);
  });

  it('tests AWS Config in a member, where the rules that alert are', async () => {
    const found = await hops({ path: 'config', accountId: '333333333333' });
    const refused = await refusal({ path: 'config', region: 'us-east-2' });

    expect(found).to.deep.equal([{ path: 'config', account: accounts[2], region: 'eu-west-1' }]);
    expect(refused).to.include('none of governedRegions');
  });

  it('leaves AWS Config out where its rules raise no alerts, and refuses it by name', async () => {
    const without = { ...settings, findingSources: ['guardduty' as const] };

    const found = await hops({ settings: without });
    const refused = await refusal({ path: 'config', settings: without });

    expect(found.map(({ path }) => path)).to.deep.equal(['sign-ins', 'findings', 'findings']);
    expect(refused).to.equal(
      'AlertTestError: The path is config, but findingSources has no config, so that its rules ' +
        'raise no alerts: add config to findingSources, or leave --path out',
    );
  });

  it('refuses a region without rules, and names those that have some', async () => {
    expect(await refusal({ path: 'sign-ins', region: 'eu-west-3' })).to.equal(
      'AlertTestError: The region is eu-west-3, which is none of signInRegions, so that no rule is ' +
        'there: use one of us-east-1, us-east-2, eu-west-1, eu-north-1, ap-southeast-2',
    );
    expect(await refusal({ path: 'all', region: 'us-east-2' })).to.include('governedRegions');
  });

  it('refuses an account that the organization has not got, and one for findings', async () => {
    expect(await refusal({ accountId: '999999999999' })).to.include(
      'no active account 999999999999: use one of 111111111111, 222222222222',
    );
    expect(await refusal({ path: 'findings', accountId: '444444444444' })).to.include(
      'findings of all accounts are in the security account 222222222222',
    );
  });
});
