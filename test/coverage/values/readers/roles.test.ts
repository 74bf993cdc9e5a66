import { expect } from 'chai';
import { awsError } from '../../../doubles/aws-client.ts';
import { differences, resource } from './differences.ts';

const trust = (id: string) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::222222222222:root' },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'sts:ExternalId': id } },
    },
  ],
});
const inline = (...actions: string[]) => ({
  Statement: { Sid: 'AllowReads', Effect: 'Allow', Action: actions, Resource: '*' },
});
const role = resource('AWS::IAM::Role', 'audit', {
  AssumeRolePolicyDocument: trust('x'),
  ManagedPolicyArns: ['arn:aws:iam::aws:policy/SecurityAudit'],
  Policies: [{ PolicyName: 'scanners', PolicyDocument: inline('a:Get', 'b:Get') }],
});
const encoded = (document: unknown) => encodeURIComponent(JSON.stringify(document));

const iam = (change: { Role?: object; more?: string[]; document?: object } = {}) => ({
  iam: {
    GetRole: { Role: { AssumeRolePolicyDocument: encoded(trust('x')), ...change.Role } },
    ListAttachedRolePolicies: [
      {
        AttachedPolicies: (change.more ?? []).map((PolicyArn) => ({ PolicyArn })),
        IsTruncated: true,
        Marker: 'more',
      },
      { AttachedPolicies: [{ PolicyArn: 'arn:aws:iam::aws:policy/SecurityAudit' }] },
    ],
    ListRolePolicies: { PolicyNames: ['scanners'] },
    GetRolePolicy: { PolicyDocument: encoded(change.document ?? inline('b:Get', 'A:Get')) },
  },
});

describe('values of roles', () => {
  it('are the same, in another order and another case of actions', async () => {
    expect(await differences(role, iam())).to.deep.equal([]);
  });

  it('name the external id, and who else is trusted', async () => {
    const other = { AssumeRolePolicyDocument: encoded(trust('y')) };
    const document = trust('x');
    const AssumeRolePolicyDocument = encoded({
      ...document,
      Statement: [...document.Statement, { Effect: 'Allow', Principal: '*', Action: '*' }],
    });

    expect(await differences(role, iam({ Role: other }))).to.deep.equal([
      "AssumeRolePolicyDocument.Statement.Condition.StringEquals.sts:externalid has 'y', expected 'x'",
    ]);
    expect(await differences(role, iam({ Role: { AssumeRolePolicyDocument } }))).to.deep.equal([
      'AssumeRolePolicyDocument.Statement has {"Action":["*"],"Effect":"Allow","Principal":{"AWS":["*"]}}, which is not ours',
    ]);
  });

  it('name a policy that is attached, an inline one that is changed, and a boundary', async () => {
    const PermissionsBoundary = { PermissionsBoundaryArn: 'arn:aws:iam::444444444444:policy/none' };

    expect(await differences(role, iam({ more: ['arn:aws:iam::aws:policy/X'] }))).to.deep.equal([
      "ManagedPolicyArns has 'arn:aws:iam::aws:policy/X', which is not ours",
    ]);
    expect(await differences(role, iam({ document: inline('a:Get') }))).to.deep.equal([
      "Policies.scanners.Statement[AllowReads].Action lacks 'b:get'",
    ]);
    expect(
      await differences(role, iam({ Role: { ...iam().iam.GetRole.Role, PermissionsBoundary } })),
    ).to.deep.equal([
      "PermissionsBoundary is 'arn:aws:iam::444444444444:policy/none', expected nothing",
    ]);
  });

  it('are gone with the role', async () => {
    const GetRole = awsError('NoSuchEntityException');

    expect(await differences(role, { iam: { GetRole } })).to.equal('gone');
  });
});
