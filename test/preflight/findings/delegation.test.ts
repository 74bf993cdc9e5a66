import { expect } from 'chai';
import { delegation } from '../../../preflight/findings/delegation.ts';
import { judge, kindsIn, type Parts } from '../snapshots.ts';

const analyzer = 'access-analyzer.amazonaws.com';
const setup = 'config-multiaccountsetup.amazonaws.com';

const administered = (principal: string, ...accountIds: string[]): Parts => ({
  organization: {
    delegatedAdministrators: accountIds.map((accountId) => ({ accountId, services: [principal] })),
  },
  settings: { delegatedAdministratorPrincipals: [principal] },
  capabilities: ['organization-access'],
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-settings.html
describe('findings about services that another account administers', () => {
  it('accepts a service without an administrator, or with the security account', () => {
    expect(judge(delegation, administered(analyzer))).to.deep.equal([]);
    expect(judge(delegation, administered(analyzer, '222222222222'))).to.deep.equal([]);
  });

  it('finds another account that administers Access Analyzer, and leaves it the service', () => {
    const [found, ...more] = judge(delegation, administered(analyzer, '444444444444'));

    expect(more).to.deep.equal([]);
    expect(found?.kind).to.equal('service-administered-elsewhere');
    expect(found?.level).to.equal('no-go');
    expect(found?.found).to.equal(
      'account 444444444444 administers access-analyzer.amazonaws.com already, and AWS allows one: deregistering it would disable its analyzers',
    );
    expect(found?.places).to.deep.equal([{ accountId: '444444444444' }]);
    expect(found?.remedy).to.equal(
      'leave it to that account: take access-analyzer.amazonaws.com out of delegatedServices, and the include of access-analyzer out of organization-tasks.yml',
    );
  });

  it('is not concerned where the service is not of delegatedServices, or nothing delegates', () => {
    const parts = administered(analyzer, '444444444444');

    expect(
      kindsIn(delegation, { ...parts, settings: { delegatedAdministratorPrincipals: [setup] } }),
    ).to.deep.equal([]);
    expect(kindsIn(delegation, { ...parts, capabilities: ['access-analyzer'] })).to.deep.equal([]);
  });

  // https://docs.aws.amazon.com/config/latest/APIReference/API_PutOrganizationConfigRule.html
  it('finds three administrators of organization rules, and accepts two', () => {
    const two = administered(setup, '444444444444', '555555555555');
    const three = administered(setup, '444444444444', '555555555555', '666666666666');

    expect(kindsIn(delegation, two)).to.deep.equal([]);
    expect(kindsIn(delegation, three)).to.deep.equal(['service-administered-elsewhere']);
  });

  it('knows no limit of other services', () => {
    const parts = administered('ssm.amazonaws.com', '444444444444', '555555555555');

    expect(kindsIn(delegation, parts)).to.deep.equal([]);
  });

  it('finds a security account that is the management account', () => {
    const found = kindsIn(delegation, { settings: { securityAccountId: '111111111111' } });

    expect(found).to.deep.equal(['security-account-is-management']);
  });
});
