import path from 'node:path';
import { BuildConfiguration } from 'aws-organization-formation/dist/src/build-tasks/build-configuration.js';
import { expect } from 'chai';
import { render } from './render.ts';

const root = path.join(import.meta.dirname, '../..');
const optIn = 'me-south-1';
const parameters = {
  governedRegions: ['us-east-1', optIn],
  signInRegions: ['us-east-1', optIn],
  knownNetworksFile: '../../known-networks.txt',
  guardDutyMembership: 'invitation',
  configAdoptedAccounts: [{ Ref: 'LegacyAccount' }],
  configExcludedAccounts: [],
};

interface Task {
  LogicalName: string;
  DependsOn?: string | string[];
  StackName: string;
  DefaultOrganizationBinding: { ExcludeAccount?: unknown; Region: unknown };
  OrganizationBindings?: { MembersBinding: { ExcludeAccount: unknown } };
}

interface Include {
  LogicalName: string;
  Path: string;
  Parameters: Record<string, string>;
  TemplatingContext: Record<string, unknown>;
}

/** The tasks that a task of a capability includes, as org-formation reads them. */
function tasksOf(capability: string, include: string, optInExclusions: string[]): Task[] {
  const file = path.join(root, 'templates', capability, '_tasks.yml');
  const outer = new BuildConfiguration(
    file,
    { ...parameters, optInExclusions } as unknown as Record<string, string>,
    { accounts: [], suspended: [] },
  );
  const tasks = outer.tasks as unknown as Include[];
  const found = tasks.find(({ LogicalName }) => LogicalName === include) as Include;
  const inner = path.join(path.dirname(file), found.Path);

  return new BuildConfiguration(inner, found.Parameters, found.TemplatingContext)
    .tasks as unknown as Task[];
}

const summaryOf = (tasks: readonly Task[]): unknown[] =>
  tasks.map(({ StackName, DefaultOrganizationBinding: { Region, ExcludeAccount } }) => [
    StackName.replace('ofn-audit-', ''),
    Region,
    ExcludeAccount ?? [],
  ]);

const security = { Ref: 'SecurityAccount' };
const legacy = { Ref: 'LegacyAccount' };
const sandbox = { Ref: 'SandboxAccount' };

/** Each capability that deploys everywhere: its task, its stacks, and whom these leave out anyway. */
const capabilities: [string, string, [stack: string, except: unknown][]][] = [
  ['flow-logs', 'FlowLogsRegion', [['flow-logs-region', []]]],
  ['sign-in-monitoring', 'SignInRegion', [['sign-in-region', []]]],
  [
    'config-recorder',
    'ConfigRecorder',
    [
      ['config-recorder', [legacy]],
      ['config-adopted', []],
    ],
  ],
  [
    'guard-duty',
    'GuardDutyMembership',
    [
      ['guard-duty-detector', []],
      ['guard-duty-members', []],
      ['guard-duty-master', security],
    ],
  ],
];

for (const [capability, include, stacks] of capabilities) {
  describe(`the regional stacks of ${capability}`, () => {
    it('are one of a name for all regions where no account is left out', () => {
      expect(summaryOf(tasksOf(capability, include, []))).to.deep.equal(
        stacks.map(([stack, except]) => [stack, ['us-east-1', optIn], except]),
      );
    });

    it('have a name of their own where accounts are left out, after those of all regions', () => {
      const tasks = tasksOf(capability, include, [`${optIn}=SandboxAccount`, 'ap-east-1=Other']);

      const ordinary = stacks.map(([stack, except]) => [stack, ['us-east-1'], except]);
      const own = stacks.map(([stack, except]) => [
        `${stack}-${optIn}`,
        optIn,
        stack === 'guard-duty-members' ? [] : [except, sandbox].flat(),
      ]);
      expect(summaryOf(tasks)).to.deep.equal([...ordinary, ...own]);
      for (const { DependsOn } of tasks.slice(stacks.length)) {
        expect(DependsOn).not.to.equal(undefined);
      }
    });

    it('keep that name where all accounts have enabled the region since', () => {
      const tasks = tasksOf(capability, include, [`${optIn}=`]);

      expect(summaryOf(tasks.slice(stacks.length))).to.deep.equal(
        stacks.map(([stack, except]) => [
          `${stack}-${optIn}`,
          optIn,
          Array.isArray(except) ? except : [except],
        ]),
      );
    });
  });
}

describe('the invitations of a region that accounts opt in to', () => {
  it('go to no account that has not', () => {
    const tasks = tasksOf('guard-duty', 'GuardDutyMembership', [`${optIn}=SandboxAccount`]);

    expect(
      tasks.map(({ OrganizationBindings }) => OrganizationBindings?.MembersBinding.ExcludeAccount),
    ).to.deep.equal([
      undefined,
      security,
      undefined,
      ...[undefined, [security, sandbox], undefined],
    ]);
  });
});

/** What organization rules or packs leave out. */
function excluded(file: string, list: object, optInExclusions: string[], more: object = {}) {
  const context = {
    ...{ regions: parameters.governedRegions, homeRegion: 'us-east-1', globalConfigRegion: '' },
    ...{ excludedAccounts: [], suspendedAccounts: '', partition: 'aws', bucketPrefix: '' },
    ...{ resourcePrefix: 'ofn-audit', optInExclusions },
  };
  const { value } = render(`templates/${file}`, { ...context, ...list, ...more });
  const { Conditions, Resources } = value as {
    Conditions?: Record<string, unknown>;
    Resources: Record<string, { Properties?: { ExcludedAccounts?: unknown } }>;
  };

  return { Conditions, left: Resources.One?.Properties?.ExcludedAccounts };
}

const lists: [string, object][] = [
  ['config-rules/config-rules.yml', { rules: [{ name: 'one', identifier: 'X' }] }],
  ['conformance-packs/conformance-packs.yml', { packs: [{ name: 'one', file: 'packs/x.yml' }] }],
];

// A rule fails as a whole where an account has no recorder, and ExcludedAccounts is for the region
// in which the call is: https://docs.aws.amazon.com/config/latest/developerguide/config-rule-multi-account-deployment.html
for (const [file, list] of lists) {
  describe(`the accounts that ${file} leaves out`, () => {
    it('are, in the region, those that have not enabled it', () => {
      const { Conditions, left } = excluded(file, list, [`${optIn}=SandboxAccount`]);

      expect(Conditions).to.deep.equal({
        IsOptInRegion1: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, optIn] },
      });
      expect(left).to.deep.equal([
        { 'Fn::If': ['IsOptInRegion1', { Ref: 'SandboxAccount' }, { Ref: 'AWS::NoValue' }] },
      ]);
    });

    it('are named once where they are left out everywhere', () => {
      const more = { excludedAccounts: ['SandboxAccount'] };

      const { left } = excluded(file, list, [`${optIn}=SandboxAccount`], more);

      expect(left).to.deep.equal([{ Ref: 'SandboxAccount' }]);
    });

    it('are none where all accounts have enabled the region, or it is not governed', () => {
      const { Conditions, left } = excluded(file, list, [`${optIn}=`, 'ap-east-1=SandboxAccount']);

      expect([Conditions, left]).to.deep.equal([undefined, undefined]);
    });
  });
}

describe('the places that functions leave out', () => {
  const resourcesOf = (file: string, optInExclusions: string[]) => {
    const context = { declaredAccounts: 'A', suspendedAccounts: '', excludedAccounts: [] };
    const { value } = render(`templates/${file}`, { ...context, optInExclusions });
    return value.Resources as Record<string, { Properties: Record<string, unknown> }>;
  };
  const entries = [`${optIn}=A,B`, 'ap-east-1=', 'eu-south-1=C'];

  it('are accounts with their region, for flow logs', () => {
    const { Function: one, FlowLogs } = resourcesOf('flow-logs/function.yml', entries);

    const places = {
      'Fn::Sub': `${optIn}=\${A},${optIn}=\${B},eu-south-1=\${C},`,
    };
    expect(one?.Properties.Environment).to.have.nested.property('Variables.EXCLUDED_PLACES');
    expect(FlowLogs?.Properties.ExcludedPlaces).to.deep.equal({ 'Fn::Split': [',', places] });
  });

  it('are none for flow logs where all accounts have enabled the regions', () => {
    for (const none of [[], [`${optIn}=`]]) {
      const { Function: one, FlowLogs } = resourcesOf('flow-logs/function.yml', none);

      expect(one?.Properties.Environment).not.to.have.nested.property('Variables.EXCLUDED_PLACES');
      expect(FlowLogs?.Properties).not.to.include.keys('ExcludedPlaces');
    }
  });

  it('are accounts with their region, for the check of recorders', () => {
    const { Recorders } = resourcesOf('config-recorder/recording.yml', entries);

    const place = (region: string, name: string) => ({
      'Fn::Join': ['=', [region, { Ref: name }]],
    });
    expect(Recorders?.Properties.ExcludedPlaces).to.deep.equal([
      '',
      place(optIn, 'A'),
      place(optIn, 'B'),
      place('eu-south-1', 'C'),
    ]);
  });
});
