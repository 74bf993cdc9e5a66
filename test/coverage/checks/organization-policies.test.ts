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
  targets: [
    { logicalName: 'SandboxOu', kind: 'unit', path: ['Sandbox'], accountIds: ['444444444444'] },
  ],
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
  ListRoots: { Roots: [{ Id: 'r-1' }] },
  ListOrganizationalUnitsForParent: ({ ParentId, NextToken }: Record<string, string>) =>
    ParentId === 'r-1' && NextToken === undefined
      ? { OrganizationalUnits: units['r-1'], NextToken: 'more' }
      : { OrganizationalUnits: units[NextToken ?? ParentId ?? ''] },
  ...change,
});
/** Below the root, on its second page, and below another unit of the same name. */
const units: Readonly<Record<string, object[]>> = {
  'r-1': [{ Id: 'ou-2', Name: 'Other' }],
  more: [{ Id: 'ou-1', Name: 'Sandbox' }],
  'ou-2': [{ Id: 'ou-3', Name: 'Sandbox' }],
};
const attached = (...Targets: object[]) => organizations({ ListTargetsForPolicy: { Targets } });
const to = (target: Partial<DeclaredPolicy['targets'][number]>) => [
  {
    ...declared,
    targets: [{ logicalName: 'X', kind: 'unit' as const, path: [], accountIds: [], ...target }],
  },
];
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

  const notAttached = (to: string) => ({
    actual: 'off',
    reason: `policy protect: it is not attached to ${to}${remedy}`,
  });

  it('names a unit whose policy is at an account of its name, or at accounts in it, instead', async () => {
    const account = { TargetId: '444444444444', Name: 'Sandbox', Type: 'ACCOUNT' };

    expect(await read(attached(account))).to.deep.equal(notAttached('SandboxOu'));
  });

  it('distinguishes units of one name by those that they are in', async () => {
    const below = { TargetId: 'ou-3', Name: 'Sandbox', Type: 'ORGANIZATIONAL_UNIT' };

    expect(await read(attached(below))).to.deep.equal(notAttached('SandboxOu'));
    expect(await read(attached(below), to({ path: ['Other', 'Sandbox'] }))).to.include({
      actual: 'on',
    });
    expect(await read(attached(below), to({ path: ['Gone', 'Sandbox'] }))).to.deep.equal(
      notAttached('X'),
    );
  });

  it('is on an account, by its id', async () => {
    const account = { TargetId: '444444444444', Name: 'Sandbox', Type: 'ACCOUNT' };
    const sandbox = to({ kind: 'account', accountIds: ['444444444444'] });

    expect(await read(attached(account), sandbox)).to.include({ actual: 'on' });
    expect(await read(attached({ ...account, TargetId: '555555555555' }), sandbox)).to.deep.equal(
      notAttached('X'),
    );
    expect(await read(organizations(), sandbox)).to.deep.equal(notAttached('X'));
  });

  it('is on the root, and not on its only account', async () => {
    const [{ id }] = accounts as [Account];
    const root = to({ kind: 'root', accountIds: [id] });

    expect(await read(attached({ TargetId: 'r-1', Name: 'Root', Type: 'ROOT' }), root)).to.include({
      actual: 'on',
    });
    expect(
      await read(attached({ TargetId: id, Name: 'Management', Type: 'ACCOUNT' }), root),
    ).to.deep.equal(notAttached('X'));
  });
});
