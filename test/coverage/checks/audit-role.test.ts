import { expect } from 'chai';
import { readAuditRole } from '../../../coverage/checks/audit-role.ts';
import type { Account } from '../../../organization/types.ts';
import { awsError, fakeClient } from '../../doubles/aws-client.ts';
import { accounts, fakeClients, settings } from '../../doubles/organization.ts';

const security = 'arn:aws:iam::222222222222:root';
const machines = {
  Effect: 'Allow',
  Principal: { AWS: security },
  Action: 'sts:AssumeRole',
  Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1', 'sts:ExternalId': 'x' } },
};
const people = {
  ...machines,
  Condition: {
    StringEquals: { 'aws:PrincipalOrgID': 'o-1' },
    Bool: { 'aws:MultiFactorAuthPresent': 'true' },
  },
};
const audit = 'arn:aws:iam::aws:policy/SecurityAudit';
const view = 'arn:aws:iam::aws:policy/job-function/ViewOnlyAccess';

const read = (more: {
  statements?: unknown;
  role?: unknown;
  attached?: readonly unknown[];
  inline?: readonly unknown[];
}) => {
  const { statements = [machines, people] } = more;
  const document = encodeURIComponent(JSON.stringify({ Statement: statements }));
  const iam = fakeClient({
    GetRole: [more.role ?? { Role: { AssumeRolePolicyDocument: document } }],
    ListAttachedRolePolicies: more.attached ?? [
      { AttachedPolicies: [{ PolicyArn: audit }], IsTruncated: true, Marker: 'more' },
      { AttachedPolicies: [{ PolicyArn: view }] },
    ],
    ListRolePolicies: more.inline ?? [{ PolicyNames: ['scanners'] }],
  });
  return readAuditRole({
    account: accounts[3] as Account,
    region: 'us-east-1',
    accounts,
    settings,
    clients: fakeClients({ iam }),
  });
};

describe('audit-role check', () => {
  it('is on when the role has its policies, of two pages, and lets the security account in', async () => {
    expect(await read({})).to.deep.equal({ actual: 'on' });
  });

  it('takes a single statement, and the account by its id', async () => {
    const statements = { ...machines, Principal: { AWS: '222222222222' } };

    expect(await read({ statements })).to.deep.equal({ actual: 'on' });
  });

  it('is off without the role', async () => {
    const role = awsError('NoSuchEntityException', 'gone');

    expect(await read({ role })).to.deep.equal({
      actual: 'off',
      reason: 'there is no role AssumableSecurityAuditRole',
    });
  });

  for (const [what, statement] of Object.entries({
    'another account': { ...machines, Principal: { AWS: 'arn:aws:iam::444444444444:root' } },
    'another account, too': { ...machines, Principal: { AWS: [security, '444444444444'] } },
    everybody: { ...machines, Principal: '*' },
    'a service': { ...machines, Principal: { AWS: security, Service: 'ec2.amazonaws.com' } },
    'no principal': { ...machines, Principal: undefined },
    'other organizations': {
      ...machines,
      Condition: { StringEquals: { 'sts:ExternalId': 'x' } },
    },
    'no condition of the session': {
      ...machines,
      Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } },
    },
    'users without MFA': {
      ...people,
      Condition: { ...people.Condition, Bool: { 'aws:MultiFactorAuthPresent': 'false' } },
    },
    'any identity': { ...machines, Condition: undefined },
  })) {
    it(`is off when it lets ${what} in`, async () => {
      const verdict = await read({ statements: [machines, statement] });

      expect(verdict.actual).to.equal('off');
      expect(verdict.reason).to.match(/^the role AssumableSecurityAuditRole trusts others/);
    });
  }

  it('leaves a statement alone that denies', async () => {
    const statements = [machines, { Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole' }];

    expect(await read({ statements })).to.deep.equal({ actual: 'on' });
  });

  it('is off when no role may assume it', async () => {
    expect(await read({ statements: [] })).to.have.property(
      'reason',
      'the role AssumableSecurityAuditRole has no trust policy',
    );
  });

  it('names policies that lack, and those that are not ours', async () => {
    const admin = { PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' };

    const { reason } = await read({
      attached: [{ AttachedPolicies: [{ PolicyArn: view }, admin] }],
      inline: [{ PolicyNames: ['more'] }],
    });

    expect(reason).to.equal(
      'the role AssumableSecurityAuditRole lacks SecurityAudit and has AdministratorAccess, which ' +
        'is not ours; the role AssumableSecurityAuditRole lacks scanners and has more, which is not ours',
    );
  });

  it('lets other errors through', async () => {
    const role = awsError('AccessDenied', 'no');

    const error = await read({ role }).catch((caught) => caught);

    expect(error).to.equal(role);
  });
});
