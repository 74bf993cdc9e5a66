import { expect } from 'chai';
import { taken } from '../../../preflight/findings/taken.ts';
import { takenTypes } from '../../../preflight/findings/taken-types.ts';
import type { WantedName } from '../../../preflight/subject.ts';
import { judge, kindsIn, type Parts, resource, stack, trail } from '../snapshots.ts';

const wanted = (type: string, name: string, more: Partial<WantedName> = {}): WantedName => ({
  type,
  name,
  capability: 'alerts',
  logicalId: 'Resource',
  accountId: '222222222222',
  region: 'us-east-1',
  stackName: 'ofn-audit-alerts',
  ...more,
});

const topic = wanted('AWS::SNS::Topic', 'ofn-audit-alerts');
const there = { named: { 'AWS::SNS::Topic': ['ofn-audit-alerts'] } };
const arn = 'arn:aws:sns:us-east-1:222222222222:ofn-audit-alerts';
const ownedBy = (StackName: string) => [
  stack(StackName, { resources: [resource('AWS::SNS::Topic', arn)] }),
];

/** Where a type's names are read that has a section of its own; others are in `named`. */
const sections: Readonly<Record<string, (name: string) => Parts>> = {
  'AWS::AccessAnalyzer::Analyzer': (name) => ({
    security: {
      in: { 'us-east-1': { analyzers: [{ name, type: 'ORGANIZATION', status: 'ACTIVE' }] } },
    },
  }),
  'AWS::CloudFormation::StackSet': (StackSetName) => ({
    snapshot: {
      stackSets: [
        {
          StackSetName,
          Status: 'ACTIVE',
          PermissionModel: 'SERVICE_MANAGED',
          Parameters: {},
          Capabilities: [],
          Tags: {},
          instances: [],
        },
      ],
    },
  }),
  'AWS::CloudTrail::Trail': (name) => ({
    security: { in: { 'us-east-1': { trails: [trail(name)] } } },
  }),
  'AWS::Config::ConfigurationAggregator': (ConfigurationAggregatorName) => ({
    security: { in: { 'us-east-1': { aggregators: [{ ConfigurationAggregatorName }] } } },
  }),
  'AWS::Config::OrganizationConfigRule': (OrganizationConfigRuleName) => ({
    security: {
      in: { 'us-east-1': { organizationConfigRules: [{ OrganizationConfigRuleName }] } },
    },
  }),
  'AWS::Config::OrganizationConformancePack': (OrganizationConformancePackName) => ({
    security: {
      in: { 'us-east-1': { organizationConformancePacks: [{ OrganizationConformancePackName }] } },
    },
  }),
  'AWS::IAM::Role': (RoleName) => ({
    security: {
      roles: [{ RoleName, Path: '/', AssumeRolePolicyDocument: '{}', attachedPolicyArns: [] }],
    },
  }),
};

const presence = (type: string, name: string): Parts =>
  sections[type]?.(name) ?? { security: { in: { 'us-east-1': { named: { [type]: [name] } } } } };

describe('findings about names that are taken', () => {
  it('accepts a name that is free', () => {
    expect(judge(taken, { wanted: [topic] })).to.deep.equal([]);
  });

  it('recommends to take back what outlives its stack', () => {
    const alias = wanted('AWS::KMS::Alias', 'alias/ofn-audit-findings', { outlives: true });
    const named = { 'AWS::KMS::Alias': ['alias/ofn-audit-findings'] };

    const [found] = judge(taken, {
      wanted: [alias],
      security: { in: { 'us-east-1': { named } } },
    });

    expect(found?.kind).to.equal('key-alias-taken');
    expect(found?.remedy).to.match(/^run npm run adopt -- --capability alerts; or remove it with /);
  });

  it('finds what is in no stack, with the command that removes it', () => {
    const [found, ...more] = judge(taken, {
      wanted: [topic],
      security: { in: { 'us-east-1': there } },
    });

    expect(more).to.deep.equal([]);
    expect(found?.kind).to.equal('topic-taken');
    expect(found?.places).to.deep.equal([{ accountId: '222222222222', region: 'us-east-1' }]);
    expect(found?.remedy).to.equal(
      `remove it with credentials of 222222222222: aws sns delete-topic --topic-arn ${arn} --region us-east-1; or choose another resourcePrefix than 'ofn-audit'`,
    );
  });

  it('accepts what a stack of this project has', () => {
    const stacks = ownedBy('ofn-audit-alerts');

    expect(
      judge(taken, { wanted: [topic], security: { in: { 'us-east-1': { ...there, stacks } } } }),
    ).to.deep.equal([]);
  });

  it('names the stack of others that has it', () => {
    const stacks = ownedBy('their-alerts');
    const [found] = judge(taken, {
      wanted: [topic],
      security: { in: { 'us-east-1': { ...there, stacks } } },
    });

    expect(found?.found).to.include('in the stack their-alerts');
    expect(found?.remedy).to.match(/^delete the stack their-alerts, or remove it there/);
  });

  it('finds it there also where names of the type are not read', () => {
    const alias = wanted('AWS::KMS::Alias', 'alias/ofn-audit-cloud-trail');
    const stacks = [
      stack('their-key', {
        resources: [resource('AWS::KMS::Alias', 'alias/ofn-audit-cloud-trail')],
      }),
    ];

    expect(
      kindsIn(taken, { wanted: [alias], security: { in: { 'us-east-1': { stacks } } } }),
    ).to.deep.equal(['key-alias-taken']);
  });

  it('is not concerned by the name in another account or region', () => {
    expect(
      judge(taken, { wanted: [topic], security: { in: { 'eu-west-1': there } } }),
    ).to.deep.equal([]);
    expect(
      judge(taken, { wanted: [topic], sandbox: { in: { 'us-east-1': there } } }),
    ).to.deep.equal([]);
  });

  it('finds a name once for all places', () => {
    const both = [topic, { ...topic, region: 'eu-west-1' }];
    const [found, ...more] = judge(taken, {
      wanted: both,
      security: { in: { 'us-east-1': there, 'eu-west-1': there } },
    });

    expect(more).to.deep.equal([]);
    expect(found?.places.map(({ region }) => region)).to.deep.equal(['us-east-1', 'eu-west-1']);
    expect(found?.remedy).to.include('and so for each');
  });

  it('names the parameter of the role that auditors assume', () => {
    const name = 'AssumableSecurityAuditRole';
    const role = wanted('AWS::IAM::Role', name);
    const [found] = judge(taken, {
      ...presence('AWS::IAM::Role', name),
      wanted: [{ ...role, region: undefined } as unknown as WantedName],
    });

    expect(found?.kind).to.equal('role-taken');
    expect(found?.remedy).to.match(/or choose another auditRoleName than 'AssumableSecurity/);
  });

  for (const [type, { kind }] of Object.entries(takenTypes)) {
    it(`finds ${type} as ${kind.kind}, and accepts that of its own stack`, () => {
      const name = 'ofn-audit-x';
      const parts = { ...presence(type, name), wanted: [wanted(type, name)] };
      const own = [stack('ofn-audit-x', { resources: [resource(type, name)] })];
      const { security } = parts;
      const at = security?.in?.['us-east-1'];

      expect(kindsIn(taken, parts)).to.deep.equal([kind.kind]);
      expect(
        kindsIn(taken, {
          ...parts,
          security: { ...security, in: { 'us-east-1': { ...at, stacks: own } } },
        }),
      ).to.deep.equal([]);
    });
  }
});
