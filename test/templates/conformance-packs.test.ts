import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { readYaml, readYamlText } from 'ofn-rehearse';
import managed from '../../checks/managed-rules.json' with { type: 'json' };
import { render } from './render.ts';

const folder = path.join(import.meta.dirname, '../../templates/conformance-packs');

interface Pack {
  readonly name: string;
  readonly file: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly excludedAccounts?: readonly string[];
  readonly excludedRegions?: readonly string[];
  readonly global?: boolean;
}

interface Rule {
  readonly Type: string;
  readonly Properties: {
    readonly ConfigRuleName: string;
    readonly Description: string;
    readonly InputParameters?: object;
    readonly Scope?: object;
    readonly Source: { readonly SourceIdentifier: string };
  };
}

interface Resource {
  readonly Condition?: string;
  readonly DependsOn?: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

const packs = readYamlText(path.join(folder, 'packs.yml')).value as Pack[];
const facts = managed.rules as Readonly<
  Record<string, { trigger?: string; required?: string[]; optional?: string[] }>
>;
const rulesOf = ({ file }: Pack): Rule['Properties'][] =>
  Object.values(readYaml(path.join(folder, file)).value.Resources as Record<string, Rule>).map(
    ({ Properties }) => Properties,
  );
const pack = (name: string, more: object = {}): Pack => ({ name, file: `./${name}.yml`, ...more });

const context = {
  regions: ['us-east-1', 'eu-west-1'],
  globalConfigRegion: '',
  homeRegion: 'us-east-1',
  excludedAccounts: [],
  suspendedAccounts: '',
  partition: 'aws',
  bucketPrefix: '',
  resourcePrefix: 'test',
};
const rendered = (list: readonly Pack[], more: object = {}): Record<string, unknown> =>
  render('templates/conformance-packs/conformance-packs.yml', { ...context, ...more, packs: list })
    .value;
const resources = (list: readonly Pack[], more: object = {}): Record<string, Resource> =>
  rendered(list, more).Resources as Record<string, Resource>;

describe('the conformance packs', () => {
  for (const one of packs) {
    it(`fits into AWS Config: ${one.name}`, () => {
      const names = rulesOf(one).map(({ ConfigRuleName }) => ConfigRuleName);

      // https://docs.aws.amazon.com/config/latest/APIReference/API_PutOrganizationConformancePack.html
      expect(readFileSync(path.join(folder, one.file)).length).to.be.at.most(307_200);
      expect(new Set(names).size).to.equal(names.length);
      // https://docs.aws.amazon.com/config/latest/developerguide/configlimits.html
      expect(names.length).to.be.at.most(130);
    });

    it(`has rules that AWS has, with what they take: ${one.name}`, () => {
      for (const { Source, InputParameters = {}, Scope, Description } of rulesOf(one)) {
        const { trigger, required = [], optional = [] } = facts[Source.SourceIdentifier] ?? {};
        const given = Object.keys(InputParameters);

        expect(managed.identifiers).to.include(Source.SourceIdentifier);
        expect([...required, ...optional]).to.include.members(given);
        expect(given).to.include.members(required);
        expect(Scope !== undefined, Source.SourceIdentifier).to.equal(trigger !== 'periodic');
        expect(Description.length).to.be.at.most(256);
      }
    });

    it(`has a value for each parameter: ${one.name}`, () => {
      const declared = (readYaml(path.join(folder, one.file)).value.Parameters ?? {}) as Record<
        string,
        { Default?: string }
      >;
      const open = Object.keys(declared).filter((key) => declared[key]?.Default === undefined);

      expect(Object.keys(one.parameters ?? {})).to.have.members(open);
    });
  }

  it('has names that are unique and fit', () => {
    const names = packs.map(({ name }) => name);

    expect(new Set(names).size).to.equal(names.length);
    expect(names.filter((name) => !/^[a-z][a-z0-9-]{1,39}$/.test(name))).to.deep.equal([]);
  });
});

describe('the packs of the CIS benchmark', () => {
  const rules = packs
    .filter(({ name }) => name.startsWith('cis-'))
    .flatMap((one) => rulesOf(one).map((properties) => ({ ...properties, pack: one })));
  const numberOf = (description: string): string =>
    /^CIS (\d(?:\.\d+)+) - /.exec(description)?.[1] ?? 'none';

  it('names the recommendation that a rule judges, in its name and its description', () => {
    for (const { ConfigRuleName, Description } of rules) {
      const number = numberOf(Description);

      expect(number).to.not.equal('none');
      expect(ConfigRuleName).to.match(new RegExp(`^cis-${number.replaceAll('.', '-')}-[a-z]`));
    }
  });

  it('judges each recommendation in one way, by settings of its own, and in one pack', () => {
    const keys = rules.map(({ Source, InputParameters, Description }) =>
      JSON.stringify([numberOf(Description), Source.SourceIdentifier, InputParameters]),
    );
    const inBoth = rules.filter(({ Description, pack: one }) =>
      rules.some(
        (other) => other.pack !== one && numberOf(other.Description) === numberOf(Description),
      ),
    );

    expect(new Set(keys).size).to.equal(keys.length);
    expect(inBoth).to.deep.equal([]);
  });

  it('has what is about IAM users and the root user in one region, and nothing else', () => {
    // A chapter about identity that is judged where instances and analyzers are.
    const regional = ['1.17', '1.19'];

    for (const { Description, pack: one } of rules) {
      const number = numberOf(Description);
      const about = number.startsWith('1.') && !regional.includes(number);

      expect(one.global ?? false, Description).to.equal(about);
    }
  });
});

describe('the template of packs', () => {
  it('is a template without any pack', () => {
    expect(rendered([])).to.not.include.keys('Mappings', 'Conditions');
    expect(Object.keys(resources([]))).to.deep.equal(['Nothing']);
  });

  it('names a bucket that AWS Config takes where no name is given', () => {
    const nameOf = (bucketPrefix: string): unknown =>
      (rendered([], { bucketPrefix }).Parameters as { bucketPrefix: { Default: string } })
        .bucketPrefix.Default;

    expect(nameOf('')).to.equal('awsconfigconforms-test');
    expect(nameOf('awsconfigconforms-mine')).to.equal('awsconfigconforms-mine');
  });

  it('reads a pack at an address that carries a hash of its file', () => {
    const { One } = resources([pack('one')]);

    expect(One?.Properties?.TemplateS3Uri).to.deep.equal({
      'Fn::Sub': [
        's3://${bucketPrefix}-${AWS::AccountId}-${AWS::Region}/packs/one-${hash}.yml',
        { hash: { 'Fn::MD5File': './one.yml' } },
      ],
    });
  });

  it('uploads each pack to that address, in each region', () => {
    const file = 'templates/conformance-packs/upload/_tasks.yml';
    const { One } = render(file, { ...context, packs: [pack('one')] }).value;

    expect(One).to.deep.include({
      Type: 'copy-to-s3',
      LocalPath: '.././one.yml',
      RemotePath: {
        'Fn::Sub': [
          's3://awsconfigconforms-test-${AWS::AccountId}-${AWS::Region}/packs/one-${hash}.yml',
          { hash: { 'Fn::MD5File': '.././one.yml' } },
        ],
      },
    });
  });

  it('fills the partition and the global region into parameters', () => {
    const parameters = { a: 'arn:${AWS::Partition}:iam::aws:policy/x', b: '${globalConfigRegion}' };

    const { One } = resources([pack('one', { parameters })]);

    expect(One?.Properties?.ConformancePackInputParameters).to.deep.equal([
      { ParameterName: 'a', ParameterValue: 'arn:aws:iam::aws:policy/x' },
      { ParameterName: 'b', ParameterValue: 'us-east-1' },
    ]);
  });

  it('leaves out the accounts of all packs, the suspended ones and its own, each once', () => {
    const own = pack('one', { excludedAccounts: ['Sandbox', '333333333333'] });

    const { One } = resources([own], {
      excludedAccounts: ['Old'],
      suspendedAccounts: 'Old,Sandbox',
    });

    expect(One?.Properties?.ExcludedAccounts).to.deep.equal([
      { Ref: 'Old' },
      { Ref: 'Sandbox' },
      '333333333333',
    ]);
  });

  it('deploys one pack after the other, and waits for none that may not be there', () => {
    const list = [
      pack('global-one', { global: true }),
      pack('one'),
      pack('two'),
      pack('global-two', { global: true }),
      pack('here', { excludedRegions: ['eu-west-1'] }),
    ];

    const { GlobalOne, One, Two, GlobalTwo, Here } = resources(list);

    expect(One?.DependsOn).to.equal(undefined);
    expect(Two?.DependsOn).to.equal('One');
    expect(GlobalOne).to.include({ Condition: 'IsGlobal', DependsOn: 'Two' });
    expect(GlobalTwo).to.include({ Condition: 'IsGlobal', DependsOn: 'GlobalOne' });
    expect(Here).to.include({ Condition: 'IsExceptEuWest1', DependsOn: 'Two' });
  });
});
