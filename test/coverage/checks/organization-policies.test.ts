import { expect } from 'chai';
import { readOrganizationPolicies } from '../../../coverage/checks/organization-policies.ts';
import type { Account } from '../../../organization/types.ts';
import type { DeclaredPolicy } from '../../../preflight/subject.ts';
import { type Answers, fakeClient } from '../../doubles/aws-client.ts';
import { accounts, fakeClients, settings } from '../../doubles/organization.ts';

const deny = (Action: string | string[]) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Sid: 'DenyTrails', Effect: 'Deny', Action, Resource: '*' }],
  });
const declared: DeclaredPolicy = {
  logicalName: 'Protect',
  name: 'protect',
  content: deny(['cloudtrail:StopLogging', 'cloudtrail:DeleteTrail']),
  targets: [{ logicalName: 'SandboxOu', name: 'Sandbox', accountIds: ['444444444444'] }],
};

const read = (answers: Answers, policies: readonly DeclaredPolicy[] = [declared]) =>
  readOrganizationPolicies({
    account: accounts[0] as Account,
    region: 'us-east-1',
    ...{ accounts, settings, policies },
    clients: fakeClients({ organizations: fakeClient(answers) }),
  });

const organizations = (change: Answers = {}): Answers => ({
  ListPolicies: [
    { Policies: [{ Id: 'p-0', Name: 'FullAWSAccess' }], NextToken: 'more' },
    { Policies: [{ Id: 'p-1', Name: 'protect' }] },
  ],
  DescribePolicy: {
    Policy: { Content: deny(['cloudtrail:deletetrail', 'cloudtrail:StopLogging']) },
  },
  ListTargetsForPolicy: [
    { Targets: [], NextToken: 'more' },
    { Targets: [{ TargetId: 'ou-1', Name: 'Sandbox', Type: 'ORGANIZATIONAL_UNIT' }] },
  ],
  ...change,
});
const remedy = ': restore it in AWS Organizations, as org-formation does not compare with AWS';

describe('organization-policies check', () => {
  it('is on with document and target, on later pages, in whatever order', async () => {
    expect(await read(organizations())).to.deep.equal({ actual: 'on' });
  });

  it('is on without a policy in the file', async () => {
    expect(await read({}, [])).to.deep.equal({
      actual: 'on',
      reason: 'the organization file has no service control policy',
    });
  });

  it('names a policy that is gone', async () => {
    const verdict = await read(organizations({ ListPolicies: { Policies: [] } }));

    expect(verdict).to.deep.equal({
      actual: 'off',
      reason: `there is no policy protect${remedy}`,
    });
  });

  it('names an action that is no longer denied', async () => {
    const DescribePolicy = { Policy: { Content: deny('cloudtrail:StopLogging') } };

    expect(await read(organizations({ DescribePolicy }))).to.deep.equal({
      actual: 'off',
      reason: `policy protect: PolicyDocument.Statement[DenyTrails].Action lacks 'cloudtrail:deletetrail'${remedy}`,
    });
  });

  it('names a target from which it is detached', async () => {
    const other = { TargetId: 'ou-2', Name: 'Other', Type: 'ORGANIZATIONAL_UNIT' };

    const verdict = await read(organizations({ ListTargetsForPolicy: { Targets: [other] } }));

    expect(verdict).to.deep.equal({
      actual: 'off',
      reason: `policy protect: it is not attached to SandboxOu${remedy}`,
    });
  });

  it('is on an account, or the root, by what it is', async () => {
    const on = (name: string | undefined, accountIds: readonly string[]) => [
      { ...declared, targets: [{ logicalName: 'X', name, accountIds }] },
    ];
    const attached = (Target: object) =>
      organizations({ ListTargetsForPolicy: { Targets: [Target] } });
    const account = { TargetId: '444444444444', Name: 'Sandbox', Type: 'ACCOUNT' };
    const root = { TargetId: 'r-1', Name: 'Root', Type: 'ROOT' };
    const all = accounts.map(({ id }) => id);

    expect(await read(attached(account), on('Sandbox', ['444444444444']))).to.include({
      actual: 'on',
    });
    expect(await read(attached(root), on(undefined, all))).to.include({ actual: 'on' });
    expect(await read(attached(account), on(undefined, all))).to.include({ actual: 'off' });
  });
});
