import { expect } from 'chai';
import type { OrganizationSnapshot, PolicySnapshot } from 'ofn-rehearse';
import { callsOf } from '../../../preflight/policies/calls.ts';
import { type Denial, denials } from '../../../preflight/policies/denials.ts';
import { Hierarchy } from '../../../preflight/policies/hierarchy.ts';
import type { PlacedResource } from '../../../preflight/subject.ts';
import { configChanges, regionDeny } from './control-tower.ts';

const accountId = '333333333333';
const document = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const everything = document({ Effect: 'Allow', Action: '*', Resource: '*' });

const policy = (Id: string, content: object, ...targets: string[]): PolicySnapshot => ({
  ...{ Id, Name: Id, Description: '', Type: 'SERVICE_CONTROL_POLICY', AwsManaged: false },
  ...{ Content: JSON.stringify(content), targets, tags: {} },
});

const full = policy('full', everything, 'r-root', 'ou-1', 'ou-2', accountId);

function organization(...policies: PolicySnapshot[]): OrganizationSnapshot {
  return {
    Id: 'o-exampleorg1',
    MasterAccountId: '111111111111',
    MasterAccountEmail: '',
    FeatureSet: 'ALL',
    rootId: 'r-root',
    policyTypes: [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }],
    units: [
      { Id: 'ou-1', Name: 'Workloads', parentId: 'r-root', tags: {} },
      { Id: 'ou-2', Name: 'Production', parentId: 'ou-1', tags: {} },
    ],
    policies,
    ...{ trustedServices: [], delegatedAdministrators: [], handshakes: [], accountRequests: [] },
    unread: {},
  };
}

const resource = (type: string, name?: string, ...properties: string[]): PlacedResource => ({
  ...{ logicalId: 'A', type, name, properties },
});

interface Given {
  readonly region?: string;
  readonly role?: string;
  readonly account?: string;
  readonly resources?: readonly PlacedResource[];
}

/** What policies deny the deploying role that creates resources of a stack. */
function denied(policies: readonly PolicySnapshot[], given: Given = {}): Denial[] {
  const {
    region = 'eu-west-1',
    role = 'OrganizationAccountAccessRole',
    account = accountId,
  } = given;
  const stack = {
    ...{ capability: 'x', stackName: 'acme-x', accountId: account, region },
    resources: given.resources ?? [resource('AWS::IAM::Role', 'acme-x', 'Policies')],
  };
  const caller = {
    ...{ partition: 'aws', accountId: account, organizationId: 'o-exampleorg1' },
    roleArn: `arn:aws:iam::${account}:role/${role}`,
    now: '2026-01-01T00:00:00Z',
  };
  const hierarchy = new Hierarchy(organization(...policies), 'SERVICE_CONTROL_POLICY');
  const levels = hierarchy.levelsOf({ Id: account, parentId: 'ou-2' });
  return [...denials(callsOf(stack), caller, levels)];
}

const actions = (found: readonly Denial[]): string[] => found.map(({ call }) => call.action);
const sure = (found: readonly Denial[]): boolean[] => [
  ...new Set(found.map(({ isSure }) => isSure)),
];

describe('denials by service control policies', () => {
  it('are of calls of the regions that a policy leaves out, but not of global services', () => {
    const policies = [full, policy('p-region', regionDeny('us-east-1'), 'ou-1')];

    const found = denied(policies);

    expect(actions(found)).to.deep.equal([
      'cloudformation:CreateStack',
      'cloudformation:DescribeStacks',
      'cloudformation:UpdateStack',
      'cloudformation:UpdateTerminationProtection',
    ]);
    expect(sure(found)).to.deep.equal([true]);
    expect(found[0]).to.deep.include({ targetId: 'ou-1' });
    expect(found[0]?.by?.statement.sid).to.equal('GRREGIONDENY');
    expect(denied(policies, { region: 'us-east-1' })).to.deep.equal([]);
  });

  it('of IAM have the region us-east-1, whatever the region of the stack is', () => {
    const regions = document({
      ...{ Effect: 'Deny', Action: '*', Resource: '*' },
      Condition: { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
    });

    expect(actions(denied([full, policy('p', regions, 'r-root')]))).to.deep.equal([
      'iam:CreateRole',
      'iam:PutRolePolicy',
    ]);
  });

  it('are none of a role that is exempt', () => {
    const policies = [full, policy('p-region', regionDeny('us-east-1'), 'r-root')];

    expect(denied(policies, { role: 'AWSControlTowerExecution' })).to.deep.equal([]);
    expect(denied(policies)).not.to.deep.equal([]);
  });

  it('are none in the management account, nor while the type is not enabled', () => {
    const all = policy('p', document({ Effect: 'Deny', Action: '*', Resource: '*' }), 'r-root');
    const disabled = { ...organization(full, all), policyTypes: [] };

    expect(denied([full, all], { account: '111111111111' })).to.deep.equal([]);
    expect(
      new Hierarchy(disabled, 'SERVICE_CONTROL_POLICY').levelsOf({
        Id: accountId,
        parentId: 'ou-2',
      }),
    ).to.deep.equal([]);
  });

  it('are of what no statement allows at one of the levels', () => {
    const list = document({ Effect: 'Allow', Action: ['cloudformation:*', 's3:*'], Resource: '*' });
    const withoutUnit = { ...full, targets: ['r-root', 'ou-2', accountId] };

    const found = denied([withoutUnit, policy('p-list', list, 'ou-1')]);

    expect(actions(found)).to.deep.equal(['iam:CreateRole', 'iam:PutRolePolicy']);
    expect(found.map(({ targetId, by, isSure }) => ({ targetId, by, isSure }))).to.deep.equal(
      Array(2).fill({ targetId: 'ou-1', by: undefined, isSure: true }),
    );
  });

  it('are by the names of resources, whose ARNs are known from their templates', () => {
    const roles = document({
      ...{ Effect: 'Deny', Action: 'iam:*', Resource: 'arn:aws:iam::*:role/acme-*' },
    });
    const others = document({
      ...{ Effect: 'Deny', Action: 'iam:*', NotResource: 'arn:aws:iam::*:role/acme-*' },
    });

    expect(sure(denied([full, policy('p', roles, 'ou-2')]))).to.deep.equal([true]);
    expect(denied([full, policy('p', others, 'ou-2')])).to.deep.equal([]);
  });

  it('may be, where an id is only known once the resource is there', () => {
    const key = document({
      ...{ Effect: 'Deny', Action: 'kms:EnableKeyRotation' },
      Resource: 'arn:aws:kms:*:*:key/1234abcd-12ab-34cd-56ef-1234567890ab',
    });
    const resources = [resource('AWS::KMS::Key', undefined, 'EnableKeyRotation')];

    const found = denied([full, policy('p', key, 'ou-2')], { resources });

    expect(actions(found)).to.deep.equal(['kms:EnableKeyRotation']);
    expect(sure(found)).to.deep.equal([false]);
  });

  it('may be, where a wildcard stands for the type of a resource', () => {
    const any = (Resource: string) =>
      document({ Effect: 'Deny', Action: 'iam:CreateRole', Resource });
    const judged = (Resource: string) => sure(denied([full, policy('p', any(Resource), 'ou-2')]));

    expect(judged('arn:aws:iam::*:*/acme-*')).to.deep.equal([false]);
    expect(judged('arn:aws:iam::*:role/acme-*')).to.deep.equal([true]);
    expect(judged('arn:aws:iam::*:*')).to.deep.equal([true]);
  });

  it('may be, where a tag or an address decides', () => {
    const untagged = document({
      ...{ Effect: 'Deny', Action: 'iam:CreateRole', Resource: '*' },
      Condition: { Null: { 'aws:RequestTag/owner': 'true' } },
    });
    const elsewhere = document({
      ...{ Effect: 'Deny', Action: 'iam:CreateRole', Resource: '*' },
      Condition: { NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' } },
    });

    for (const content of [untagged, elsewhere]) {
      expect(sure(denied([full, policy('p', content, 'ou-2')]))).to.deep.equal([false]);
    }
  });

  it('are not by a key that no request of the action has', () => {
    const boundary = document({
      ...{ Effect: 'Deny', Action: '*', Resource: '*' },
      Condition: { StringEquals: { 'ec2:InstanceType': 'p5.48xlarge' } },
    });

    expect(denied([full, policy('p', boundary, 'ou-2')])).to.deep.equal([]);
  });

  it('are not of calls that CloudFormation makes for the caller, where a policy says so', () => {
    const direct = document({
      ...{ Effect: 'Deny', NotAction: 'cloudformation:*', Resource: '*' },
      Condition: { Bool: { 'aws:ViaAWSService': 'false' } },
    });
    const called = document({
      ...{ Effect: 'Deny', NotAction: 'cloudformation:*', Resource: '*' },
      Condition: {
        'ForAllValues:StringNotEquals': { 'aws:CalledVia': ['cloudformation.amazonaws.com'] },
      },
    });

    for (const content of [direct, called]) {
      expect(denied([full, policy('p', content, 'ou-2')])).to.deep.equal([]);
    }
  });

  it("are of recorders, by Control Tower's own policy", () => {
    const resources = [
      resource('AWS::Config::ConfigurationRecorder', 'default'),
      resource('AWS::Config::DeliveryChannel', 'default'),
    ];

    const found = denied([full, policy('p-config', configChanges, 'ou-1')], { resources });

    expect(actions(found)).to.deep.equal([
      'config:PutConfigurationRecorder',
      'config:PutDeliveryChannel',
    ]);
  });
});

describe('the calls of a deployment', () => {
  it('are those of the properties that a template sets, and each once', () => {
    const stack = {
      ...{ capability: 'x', stackName: 'acme-x', accountId, region: 'eu-west-1' },
      resources: [
        resource('AWS::S3::Bucket', 'a', 'BucketName', 'BucketEncryption'),
        resource('AWS::S3::Bucket', 'b', 'BucketName'),
        resource('Custom::Anything'),
        resource('AWS::CloudFormation::WaitConditionHandle'),
      ],
    };

    const calls = [...callsOf(stack)];

    expect(calls.filter((one) => one.isOfCloudFormation).map(({ action }) => action)).to.deep.equal(
      ['s3:CreateBucket', 's3:PutEncryptionConfiguration', 'lambda:InvokeFunction'],
    );
    expect(
      calls.find(({ action }) => action === 's3:CreateBucket')?.names['BucketName'],
    ).to.deep.equal(['a', 'b']);
  });
});
