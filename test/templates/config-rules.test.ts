import path from 'node:path';
import { expect } from 'chai';
import { readYamlText } from 'ofn-rehearse';
import managed from '../../checks/managed-rules.json' with { type: 'json' };
import { CONFIG_RULE_ALERT } from '../../handlers/finding-alerts/config.ts';
import { CONFIG_RULES } from '../../handlers/finding-alerts/schedule.ts';
import { render } from './render.ts';

const root = path.join(import.meta.dirname, '../..');

interface Rule {
  readonly name: string;
  readonly identifier: string;
  readonly description: string;
  readonly noncompliant?: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly resourceTypes?: readonly string[];
  readonly frequency?: string;
  readonly excludedAccounts?: readonly string[];
  readonly excludedRegions?: readonly string[];
  readonly global?: boolean;
  readonly severity?: number;
}

interface Resource {
  readonly Type: string;
  readonly Condition?: string;
  readonly DependsOn?: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

interface Target {
  readonly InputTransformer: { readonly InputTemplate: string };
}

const rules = readYamlText(path.join(root, 'templates/config-rules/rules.yml')).value as Rule[];
const facts = managed.rules as Readonly<
  Record<string, { trigger?: string; required?: string[]; optional?: string[] }>
>;
const idOf = (name: string): string =>
  name.replaceAll(/(^|-)(.)/g, (_all, _hyphen, first: string) => first.toUpperCase());
const rule = (name: string, more: object = {}): Rule => ({
  name,
  identifier: 'S3_BUCKET_VERSIONING_ENABLED',
  description: 'Buckets keep what was overwritten',
  ...more,
});

function rendered(list: readonly Rule[], context: object = {}) {
  const { value } = render('templates/config-rules/config-rules.yml', {
    rules: list,
    regions: ['us-east-1', 'eu-west-1'],
    globalConfigRegion: '',
    homeRegion: 'us-east-1',
    excludedAccounts: [],
    suspendedAccounts: '',
    partition: 'aws',
    ...context,
  });

  return value as {
    Mappings?: { Regions: Record<string, Record<string, string>> };
    Conditions?: Record<string, unknown>;
    Resources: Record<string, Resource>;
  };
}

const excluded = (list: readonly Rule[], context: object): unknown =>
  rendered(list, context).Resources.One?.Properties?.ExcludedAccounts;

describe('the list of rules', () => {
  for (const { name, identifier, parameters = {}, resourceTypes, frequency } of rules) {
    it(`gives AWS Config what it takes: ${name}`, () => {
      const { trigger, required = [], optional = [] } = facts[identifier] ?? {};

      expect(managed.identifiers).to.include(identifier);
      expect([...required, ...optional]).to.include.members(Object.keys(parameters));
      expect(Object.keys(parameters)).to.include.members(required);
      // The scope of a rule is every type, unless it is given.
      expect(resourceTypes !== undefined).to.equal(trigger !== 'periodic');
      expect(frequency === undefined || trigger !== 'change').to.equal(true);
    });
  }

  it('has names that make names of resources, each its own, and descriptions that fit', () => {
    const names = rules.map(({ name }) => name);

    expect(new Set(names.map(idOf)).size).to.equal(names.length);
    for (const { name, description, noncompliant = '' } of rules) {
      expect(name).to.match(/^[a-z][a-z0-9-]{1,39}$/);
      expect(names.filter((other) => other.startsWith(`${name}-`))).to.deep.equal([]);
      expect(description.length).to.be.at.most(256);
      expect(noncompliant)
        .to.match(/^.{1,256}$/)
        .and.not.equal(description);
    }
  });

  it('has what is about IAM and the root user in one region, and nothing else', () => {
    const about = /^(IAM_|ROOT_|MFA_ENABLED_FOR_IAM|ACCESS_KEYS)/;

    for (const { identifier, global = false } of rules) {
      expect(about.test(identifier), identifier).to.equal(global);
    }
  });
});

describe('the template of rules', () => {
  it('makes a rule of each entry, named by its name and not by its place', () => {
    const [first] = Object.entries(rendered(rules.slice(3)).Resources).slice(1);

    const { Resources } = rendered(rules);

    expect(Object.keys(Resources)).to.deep.equal([
      'Nothing',
      ...rules.map(({ name }) => idOf(name)),
    ]);
    expect(Resources[first?.[0] ?? '']?.Properties).to.deep.equal(first?.[1].Properties);
  });

  it('is a template without any rule', () => {
    expect(rendered([]))
      .to.include.keys('Resources')
      .and.not.include.keys('Mappings', 'Conditions');
  });

  it('hands parameters over as JSON of texts, with the partition, and quotes as they are', () => {
    const parameters = { a: 'arn:${AWS::Partition}:iam::aws:policy/x', b: `it's "so"`, c: 5 };

    const { Resources } = rendered([rule('one', { parameters })], { partition: 'aws-cn' });

    const metadata = Resources.One?.Properties?.OrganizationManagedRuleMetadata;
    const { InputParameters } = metadata as { InputParameters: string };
    expect(JSON.parse(InputParameters)).to.deep.equal({
      a: 'arn:aws-cn:iam::aws:policy/x',
      b: `it's "so"`,
      c: '5',
    });
  });

  it('leaves out the accounts of all rules, the suspended ones and its own, each once', () => {
    const own = [rule('one', { excludedAccounts: ['Sandbox', '333333333333'] })];

    const found = excluded(own, { excludedAccounts: ['Legacy'], suspendedAccounts: 'Old,Sandbox' });

    expect(found).to.deep.equal([
      { Ref: 'Legacy' },
      { Ref: 'Old' },
      { Ref: 'Sandbox' },
      '333333333333',
    ]);
  });

  it('leaves out no account where none is suspended, or the suspended unit is not given', () => {
    for (const suspendedAccounts of ['', "{{ suspended | join(',', 'LogicalId') }}"]) {
      expect(excluded([rule('one')], { suspendedAccounts })).to.equal(undefined);
    }
  });

  it('puts a global rule into the global region, and into the home region where none is given', () => {
    const list = [rule('one', { global: true }), rule('two')];

    const home = rendered(list);
    const told = rendered(list, { globalConfigRegion: 'eu-west-1' });

    expect(home.Resources.One?.Condition).to.equal('IsGlobal');
    expect(home.Resources.Two?.Condition).to.equal(undefined);
    expect(home.Mappings?.Regions).to.deep.equal({
      'us-east-1': { Global: 'yes' },
      'eu-west-1': { Global: 'no' },
    });
    expect(told.Mappings?.Regions).to.deep.equal({
      'us-east-1': { Global: 'no' },
      'eu-west-1': { Global: 'yes' },
    });
  });

  it('leaves a rule out of its excluded regions', () => {
    const { Resources, Mappings } = rendered([rule('one', { excludedRegions: ['eu-west-1'] })]);

    expect(Resources.One?.Condition).to.equal('IsExceptEuWest1');
    expect(Mappings?.Regions['us-east-1']).to.deep.equal({ ExceptEuWest1: 'yes' });
    expect(Mappings?.Regions['eu-west-1']).to.deep.equal({ ExceptEuWest1: 'no' });
  });

  it('makes ten rules at a time, and waits for none that may not be there', () => {
    const list = [
      rule('global', { global: true }),
      ...Array.from({ length: 12 }, (_, i) => rule(`r${i}`)),
    ];

    const { Resources } = rendered(list);

    expect(Resources.R9?.DependsOn).to.equal(undefined);
    expect(Resources.R10?.DependsOn).to.equal('R0');
    expect(Resources.R11?.DependsOn).to.equal('R1');
  });
});

describe('the template of alerts', () => {
  const alerts = (list: readonly Rule[], context: object = {}) =>
    render('templates/config-rules/rule-alerts.yml', {
      rules: list,
      severity: 7,
      sources: ['guardduty', 'config'],
      ...context,
    }).value.Resources as Record<string, Resource>;
  const others = ['AlertTestRule', 'StartRule'];
  const told = (...given: Parameters<typeof alerts>) =>
    Object.entries(alerts(...given)).flatMap(([id, { Type }]) =>
      Type === 'AWS::Events::Rule' && !others.includes(id) ? [id] : [],
    );

  it('reports the rules that are as severe as the threshold, or more', () => {
    const list = [
      rule('low', { severity: 6.9 }),
      rule('high', { severity: 7 }),
      rule('critical', { severity: 9.5 }),
      rule('silent'),
    ];

    expect(told(list)).to.deep.equal(['High', 'Critical']);
    expect(told(list, { severity: 0 })).to.deep.equal(['Low', 'High', 'Critical']);
  });

  it('alerts on no rule when AWS Config is none of the sources', () => {
    expect(told(rules, { sources: ['guardduty'] })).to.deep.equal([]);
  });

  it('reports the rules of the list that have a severity', () => {
    expect(told(rules)).to.deep.equal(
      rules.filter(({ severity }) => severity).map(({ name }) => idOf(name)),
    );
  });

  it('is a template without any rule to alert on', () => {
    const always = ['FailureQueue', 'FailureQueuePolicy', 'FailureAlarm'];

    expect(Object.keys(alerts([rule('one')]))).to.deep.equal([
      'Permission',
      'StartRule',
      'StartPermission',
      'AlertTestRule',
      ...always,
    ]);
    expect(Object.keys(alerts(rules, { sources: ['guardduty'] }))).to.deep.equal(always);
  });

  it('allows a rule to invoke the function before the rule delivers to it', () => {
    const { RestrictedSsh } = alerts(rules);

    expect(RestrictedSsh?.DependsOn).to.equal('Permission');
  });

  it('keeps name and target id of each rule, so that an update replaces its target in one call', () => {
    const { RestrictedSsh } = alerts(rules);

    const { Name, Targets } = (RestrictedSsh?.Properties ?? {}) as {
      Name: unknown;
      Targets: { Id: string }[];
    };
    expect(JSON.stringify(Name)).to.include('-restricted-ssh');
    expect(Targets.map(({ Id }) => Id)).to.deep.equal(['Topic']);
  });

  it('sends the function the entry of the rule and the event, as JSON', () => {
    const { One, Two } = alerts([
      rule('one', { severity: 8, description: 'Not "so"', noncompliant: 'Is "so"' }),
      rule('two', { severity: 8 }),
    ]);

    const inputOf = (resource: Resource | undefined) => {
      const [target] = (resource?.Properties?.Targets ?? []) as Target[];
      const { InputTemplate = '' } = target?.InputTransformer ?? {};
      return JSON.parse(InputTemplate.replace('<aws.events.event.json>', '{"id":"a"}'));
    };
    expect(inputOf(One)).to.deep.equal({
      'detail-type': CONFIG_RULE_ALERT,
      rule: { name: 'one', severity: 8, description: 'Not "so"', noncompliant: 'Is "so"' },
      event: { id: 'a' },
    });
    expect(inputOf(Two).rule.noncompliant).to.equal('');
  });

  it('names the rules that alert to the function every hour, so that their start is recorded', () => {
    const { StartRule } = alerts([
      rule('one', { severity: 8 }),
      rule('two'),
      rule('three', { severity: 7 }),
    ]);

    const [target] = (StartRule?.Properties?.Targets ?? []) as { Input: string }[];
    expect(JSON.parse(target?.Input ?? '')).to.deep.equal({
      'detail-type': CONFIG_RULES,
      rules: ['one', 'three'],
    });
  });
});
