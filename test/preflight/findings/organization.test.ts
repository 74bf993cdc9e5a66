import { expect } from 'chai';
import { organization } from '../../../preflight/findings/organization.ts';
import { judge, kindsIn } from '../snapshots.ts';

const stackSets = 'member.org.stacksets.cloudformation.amazonaws.com';

describe('findings about the organization', () => {
  it('finds nothing in an organization with all features, read by its management account', () => {
    expect(judge(organization)).to.deep.equal([]);
  });

  it('finds consolidated billing, with which no policy is possible', () => {
    const [found, ...more] = judge(organization, {
      organization: { FeatureSet: 'CONSOLIDATED_BILLING', policyTypes: [] },
    });

    expect(more).to.deep.equal([]);
    expect(found?.kind).to.equal('features-not-all');
    expect(found?.level).to.equal('no-go');
    expect(found?.remedy).to.match(/^run aws organizations enable-all-features/);
  });

  it('finds credentials of another account than the management account', () => {
    const caller = { accountId: '222222222222', arn: 'arn:aws:sts::2:x', roleName: 'R' };
    const [found] = judge(organization, { snapshot: { caller } });

    expect(found?.kind).to.equal('caller-elsewhere');
    expect(found?.remedy).to.equal(
      'to deploy, set AWS_PROFILE to a profile of account 111111111111',
    );
  });

  it('only notes them where another role reads than the one that deploys', () => {
    const caller = { accountId: '222222222222', arn: 'arn:aws:sts::2:x', roleName: 'Auditor' };
    const deployingRole = 'OrganizationAccountAccessRole';

    const [found] = judge(organization, { snapshot: { caller }, deployingRole });

    expect(found).to.include({ kind: 'reader-elsewhere', level: 'note' });
  });

  // https://github.com/org-formation/org-formation-cli/blob/master/src/aws-provider/aws-organization-writer.ts
  it('notes a root without service control policies, which org-formation enables', () => {
    const [found] = judge(organization, { organization: { policyTypes: [] } });

    expect(found?.kind).to.equal('policy-type-off');
    expect(found?.level).to.equal('note');
  });

  it('says nothing about policy types that could not be read', () => {
    const unread = { policyTypes: { code: 'AccessDeniedException', message: 'no' } };

    expect(kindsIn(organization, { organization: { policyTypes: [], unread } })).to.deep.equal([]);
  });

  it('notes StackSets that are trusted and not activated', () => {
    const found = judge(organization, {
      organization: { trustedServices: [stackSets], stackSetsAccess: 'DISABLED' },
      settings: { trustedAccessPrincipals: [stackSets] },
      capabilities: ['organization-access', 'security-reporting'],
    });

    expect(found.map(({ kind, level }) => [kind, level])).to.deep.equal([
      ['stack-sets-not-activated', 'note'],
    ]);
  });

  it('is not concerned by StackSets that the deployment trusts and activates', () => {
    const found = kindsIn(organization, {
      organization: { stackSetsAccess: 'DISABLED' },
      settings: { trustedAccessPrincipals: [stackSets] },
      capabilities: ['organization-access', 'security-reporting'],
    });

    expect(found).to.deep.equal([]);
  });

  it('finds that reports need StackSets which nothing activates', () => {
    const parts = { organization: { stackSetsAccess: 'DISABLED' } };

    expect(kindsIn(organization, { ...parts, capabilities: ['security-reporting'] })).to.deep.equal(
      ['stack-sets-needed'],
    );
    expect(kindsIn(organization, { ...parts, capabilities: ['guard-duty'] })).to.deep.equal([]);
  });
});
