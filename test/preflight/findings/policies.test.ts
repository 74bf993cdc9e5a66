import { expect } from 'chai';
import type { OrganizationSnapshot, PolicySnapshot } from 'ofn-rehearse';
import type { Finding } from '../../../preflight/finding.ts';
import { policies } from '../../../preflight/findings/policies.ts';
import type { DeclaredPolicy, PlacedStack } from '../../../preflight/subject.ts';
import { configChanges, regionDeny } from '../policies/control-tower.ts';
import { account, ids, judge, type Parts, stack as stackThere, subjectWith } from '../snapshots.ts';

const document = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const allowAll = document({ Effect: 'Allow', Action: '*', Resource: '*' });
const denyAll = document({ Sid: 'DenyAll', Effect: 'Deny', Action: '*', Resource: '*' });

const policy = (
  Id: string,
  content: object,
  targets: readonly string[],
  Type = 'SERVICE_CONTROL_POLICY',
): PolicySnapshot => ({
  ...{ Id, Name: `name-of-${Id}`, Description: '', Type, AwsManaged: false },
  ...{ Content: JSON.stringify(content), targets, tags: {} },
});

const everywhere = ['r-root', 'ou-security', ...Object.values(ids)];
const full = policy('p-FullAWSAccess', allowAll, everywhere);
const units: OrganizationSnapshot['units'] = [
  { Id: 'ou-security', Name: 'Security', parentId: 'r-root', tags: {} },
];

const stack = (
  accountId: string,
  region: string,
  more: Partial<PlacedStack> = {},
): PlacedStack => ({
  ...{ capability: 'flow-logs', stackName: 'ofn-audit-flow-logs-region', accountId, region },
  resources: [
    { logicalId: 'Rule', type: 'AWS::Events::Rule', name: 'ofn-audit-vpcs', properties: ['Name'] },
  ],
  ...more,
});

/** The organization with policies: stacks are in both regions of every account. */
const parts = (given: readonly PolicySnapshot[], more: Parts = {}): Parts => ({
  security: { parentId: 'ou-security' },
  organization: {
    units,
    policies: [full, ...given],
    policyTypes: [
      { Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' },
      { Type: 'RESOURCE_CONTROL_POLICY', Status: 'ENABLED' },
    ],
  },
  capabilities: ['flow-logs'],
  stacks: Object.values(ids).flatMap((id) =>
    ['us-east-1', 'eu-west-1'].map((region) => stack(id, region)),
  ),
  parameters: { governedRegions: ['us-east-1'] },
  ...more,
});

const found = (given: readonly PolicySnapshot[], more: Parts = {}): Finding[] =>
  judge(policies, parts(given, more));

describe('policies of the organization', () => {
  it('are nothing to find where they allow everything', () => {
    expect(found([])).to.deep.equal([]);
  });

  it('are judged for the role that deploys, whichever has read', () => {
    const exempt = { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/Deployer' } };
    const statement = { Sid: 'DenyRest', Effect: 'Deny', Action: '*', Resource: '*' };
    const rest = policy('p-rest', document({ ...statement, Condition: exempt }), ['r-root']);
    const subject = subjectWith(parts([rest]));

    const asReader = [...policies.check(subject)];
    const asDeployer = [...policies.check({ ...subject, deployingRole: 'Deployer' })];

    expect(asReader[0]?.found).to.match(/denies OrganizationAccountAccessRole /);
    expect(asDeployer.filter(({ found: text }) => / Deployer /.test(text))).to.deep.equal([]);
  });

  it('are found once for all accounts, with the regions and what to do', () => {
    const region = policy('p-region', regionDeny('us-east-1'), ['r-root']);

    expect(found([region])).to.deep.equal([
      {
        kind: 'policy-denies',
        level: 'no-go',
        found:
          'policy name-of-p-region (p-region), statement GRREGIONDENY, attached to the root, denies OrganizationAccountAccessRole cloudformation:CreateStack, cloudformation:DescribeStacks, cloudformation:UpdateStack, cloudformation:UpdateTerminationProtection, events:PutRule and 1 more',
        places: [{ region: 'eu-west-1' }],
        remedy:
          'add arn:aws:iam::*:role/OrganizationAccountAccessRole to the principals that statement GRREGIONDENY of name-of-p-region exempts; or deploy with AWSControlTowerExecution, which it exempts: DefaultOrganizationAccessRoleName of the root in organization.yml; or leave eu-west-1 out of signInRegions',
      },
    ]);
  });

  it('have the accounts of the unit to which they are attached, and a governed region', () => {
    const region = policy('p-region', regionDeny('us-east-1'), ['ou-security']);

    const [one, ...more] = found([region], {
      parameters: { governedRegions: ['us-east-1', 'eu-west-1'] },
    });

    expect(more).to.deep.equal([]);
    expect(one?.found).to.include('attached to the unit Security (ou-security)');
    expect(one?.places).to.deep.equal([{ accountId: ids.security, region: 'eu-west-1' }]);
    expect(one?.remedy).to.include('leave eu-west-1 out of governedRegions and signInRegions');
  });

  it('have accounts alone where every region of them is denied', () => {
    const [one] = found([policy('p-all', denyAll, [ids.sandbox])]);

    expect(one?.places).to.deep.equal([{ accountId: ids.sandbox }]);
    expect(one?.remedy).to.equal(
      'exempt the role in the Condition of statement DenyAll of name-of-p-all: "ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/OrganizationAccountAccessRole"}',
    );
  });

  it('are nothing to find for a role that they exempt', () => {
    const subject = subjectWith(parts([policy('p-region', regionDeny('us-east-1'), ['r-root'])]));
    const caller = { ...subject.snapshot.caller, roleName: 'AWSControlTowerExecution' };

    const all = [...policies.check({ ...subject, snapshot: { ...subject.snapshot, caller } })];

    expect(all).to.deep.equal([]);
  });

  it('are about what is deployed, and about changes of the stack alone where it is there', () => {
    const rules = document({ Sid: 'NoRules', Effect: 'Deny', Action: 'events:*', Resource: '*' });
    const recorders = policy('p-config', configChanges, ['r-root']);
    const there = stackThere('ofn-audit-flow-logs-region');

    expect(found([recorders])).to.deep.equal([]);
    expect(found([policy('p', rules, ['r-root'])], { capabilities: [] })).to.deep.equal([]);
    const [one] = found([policy('p', rules, ['r-root'])], {
      sandbox: { in: { 'us-east-1': { stacks: [there] }, 'eu-west-1': { stacks: [there] } } },
    });
    expect(one?.places).to.deep.equal([{ accountId: ids.security }, { accountId: ids.logArchive }]);
  });

  it('may deny, as a note, where a tag decides', () => {
    const untagged = document({
      ...{ Sid: 'Tags', Effect: 'Deny', Action: 'events:PutRule', Resource: '*' },
      Condition: { Null: { 'aws:RequestTag/owner': 'true' } },
    });

    const all = found([policy('p-tags', untagged, ['r-root'])]);

    expect(all.map(({ kind, level }) => [kind, level])).to.deep.equal([
      ['policy-may-deny', 'note'],
    ]);
    expect(all[0]?.found).to.include('may deny OrganizationAccountAccessRole events:PutRule');
  });

  it('are found where none of a target allows a call', () => {
    const list = document({ Effect: 'Allow', Action: 'cloudformation:*', Resource: '*' });
    const allowed = policy('p-list', list, ['ou-security']);
    const without = { ...full, targets: everywhere.filter((id) => id !== 'ou-security') };
    const base = parts([]);

    const all = judge(policies, {
      ...base,
      organization: { ...base.organization, policies: [without, allowed] },
    });

    expect(all.map(({ kind, found, places }) => [kind, found, places])).to.deep.equal([
      [
        'policy-does-not-allow',
        'no policy of the unit Security (ou-security) allows events:PutRule, events:PutTargets: without FullAWSAccess, what is not listed is denied',
        [{ accountId: ids.security }],
      ],
    ]);
  });

  it('are found of resources, too', () => {
    const buckets = document({
      ...{ Sid: 'OnlyOthers', Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' },
      Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-other' } },
    });
    const bucket = {
      ...{ logicalId: 'Bucket', type: 'AWS::S3::Bucket', name: 'a', properties: ['BucketName'] },
    };

    const all = found([policy('p-rcp', buckets, ['r-root'], 'RESOURCE_CONTROL_POLICY')], {
      stacks: [stack(ids.logArchive, 'us-east-1', { resources: [bucket] })],
    });

    expect(all.map(({ kind }) => kind)).to.deep.equal(['policy-denies']);
    expect(all[0]?.found).to.include('s3:CreateBucket');
  });

  it('are found where they stop a function in a governed region', () => {
    const others = regionDeny('us-east-1');
    const [statement] = others.Statement;
    const exempt = {
      ...statement?.Condition,
      ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/OrganizationAccountAccessRole' },
    };
    const region = document({ ...statement, Condition: exempt });
    const wanted = {
      ...{ type: 'AWS::IAM::Role', name: 'ofn-audit-flow-logs', capability: 'flow-logs' },
      ...{ logicalId: 'Role', accountId: ids.sandbox, region: undefined, stackName: 'x' },
    };

    const all = found([policy('p-region', region, ['r-root'])], {
      wanted: [wanted],
      parameters: { governedRegions: ['us-east-1', 'eu-west-1'] },
    });

    expect(all.map(({ kind, places }) => [kind, places])).to.deep.equal([
      ['policy-denies-functions', [{ accountId: ids.sandbox, region: 'eu-west-1' }]],
    ]);
    expect(all[0]?.found).to.include('ec2:CreateFlowLogs');
    expect(all[0]?.remedy).to.include('arn:aws:iam::*:role/ofn-audit-*');
  });
});

describe('policies of the organization file', () => {
  const own = (role: string): DeclaredPolicy => ({
    logicalName: 'ProtectRules',
    name: 'ofn-audit-protect-rules',
    content: JSON.stringify(
      document({
        ...{ Sid: 'DenyChangeOfRules', Effect: 'Deny', Action: 'events:PutRule', Resource: '*' },
        Condition: { ArnNotLike: { 'aws:PrincipalArn': `arn:aws:iam::*:role/${role}` } },
      }),
    ),
    targets: [
      {
        ...{ logicalName: 'SandboxOu', kind: 'unit', path: ['Sandbox'] },
        accountIds: [ids.management, ids.sandbox],
      },
    ],
  });

  it('are found where they exempt another role than the one that deploys', () => {
    const [one, ...more] = found([], { policies: [own('AWSControlTowerExecution')] });

    expect(more).to.deep.equal([]);
    expect(one).to.deep.include({
      kind: 'own-policy-denies',
      found:
        'ProtectRules of the organization file, attached to SandboxOu, would deny OrganizationAccountAccessRole events:PutRule, by DenyChangeOfRules',
      places: [{ accountId: ids.sandbox }],
    });
    expect(one?.remedy).to.include('write arn:aws:iam::*:role/OrganizationAccountAccessRole');
  });

  it('are nothing to find where they exempt it, whatever the policy of that name is now', () => {
    const before = { ...policy('p-own', denyAll, ['r-root']), Name: 'ofn-audit-protect-rules' };

    expect(found([before], { policies: [own('OrganizationAccountAccessRole')] })).to.deep.equal([]);
  });
});

describe('the judgement of 1,000 accounts in 17 regions', () => {
  it('takes a few seconds', function () {
    this.timeout(30_000);
    const regions = Array.from({ length: 17 }, (_, index) => `xx-test-${index}`);
    const accounts = Array.from({ length: 1000 }, (_, index) =>
      account(String(500_000_000_000 + index), `Workload ${index}`, { parentId: 'ou-security' }),
    );
    const given = Array.from({ length: 8 }, (_, index) =>
      policy(`p-${index}`, regionDeny(...regions.slice(index)), [
        index % 2 ? 'r-root' : 'ou-security',
      ]),
    );
    const targets = [...everywhere, ...accounts.map(({ Id }) => Id)];
    const base = parts([]);
    const subject = subjectWith({
      ...base,
      strangers: accounts,
      organization: { ...base.organization, policies: [{ ...full, targets }, ...given] },
      stacks: accounts.flatMap(({ Id }) =>
        regions.flatMap((region) =>
          ['a', 'b', 'c', 'd', 'e'].map((name) => stack(Id, region, { stackName: name })),
        ),
      ),
    });
    const before = process.cpuUsage();

    const all = [...policies.check(subject)];

    // Of the processor: other tests run beside it.
    expect(process.cpuUsage(before).user / 1000).to.be.below(10_000);
    expect(all).to.have.length(7);
    expect(all.at(-1)?.places).to.deep.equal(regions.slice(0, 7).map((region) => ({ region })));
  });
});
