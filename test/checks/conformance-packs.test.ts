import { expect } from 'chai';
import { faultsOf } from './config-folder.ts';
import { fine } from './faults.ts';

const list = (more = ''): string => `- name: mine\n  file: ./packs/mine.yml\n${more}`;
const template = (more = '', resource = ''): string => `${more}Resources:
  Ssh:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: ssh
      Source: { Owner: AWS, SourceIdentifier: INCOMING_SSH_DISABLED }
${resource}`;
const other = (name: string, properties: string): string => `  ${name}:
    Type: AWS::Config::ConfigRule
    Properties:
${properties.replaceAll(/^/gm, '      ')}
`;

/** The refusal of a repository with one pack. */
const refusal = (packs: string, pack: string | undefined, parameters = ''): string =>
  faultsOf(parameters, {
    'templates/conformance-packs/packs.yml': packs,
    ...(pack === undefined ? {} : { 'templates/conformance-packs/packs/mine.yml': pack }),
  });

describe('the check of conformance packs', () => {
  it('lets a pack pass, with its parameters', () => {
    const parameters =
      "Parameters:\n  Age: { Type: String }\n  Days: { Type: String, Default: '1' }\n";
    const more =
      "  parameters: { Age: '90' }\n  excludedAccounts: [SandboxAccount]\n  global: true\n";

    expect(refusal(list(more), template(parameters))).to.equal(fine);
  });

  it('lets the rules of others pass, and remediations', () => {
    const custom = other('Own', 'Source: { Owner: CUSTOM_POLICY, CustomPolicyDetails: {} }');
    const fix = '  Fix: { Type: AWS::Config::RemediationConfiguration }\n';

    expect(refusal(list(), template('', custom + fix))).to.equal(fine);
  });

  it('finds a list that the parameters include, with files beside the list of the repository', () => {
    const files = {
      'mine.yml': list(),
      'templates/conformance-packs/packs/mine.yml': template(
        '',
        '  Bad: { Type: AWS::S3::Bucket }\n',
      ),
    };

    expect(faultsOf('conformancePacks: !Include ./mine.yml\n', files)).to.match(
      /^templates\/conformance-packs\/packs\/mine\.yml, line 7, Resources\.Bad\.Type: /,
    );
  });

  it('names the list when a file is missing', () => {
    expect(refusal(list(), undefined)).to.match(
      /^templates\/conformance-packs\/packs\.yml, line 2, pack mine: there is no file .*packs\/mine\.yml/,
    );
  });

  it('refuses a pack over 300 KB, and says what would be too much inline', () => {
    const large = template(`# ${'x'.repeat(307_200)}\n`);

    expect(refusal(list(), large)).to.match(
      /packs\.yml, line 2, pack mine: .* has 307\d\d\d bytes: AWS Config takes 307200 from a bucket \(and 51200 /,
    );
  });

  it('names the second of two resources of one name', () => {
    const twice = template('', other('Ssh', 'ConfigRuleName: second'));

    expect(refusal(list(), twice)).to.match(
      /packs\/mine\.yml, line 7, column 3: this key is there already/,
    );
  });

  it('refuses two rules of one ConfigRuleName', () => {
    const same = other('Copy', 'ConfigRuleName: ssh\nSource: { Owner: CUSTOM_POLICY }');

    expect(refusal(list(), template('', same))).to.match(
      /mine\.yml, line 10, .*: Copy and Ssh have the one ConfigRuleName ssh/,
    );
  });

  it('refuses a managed rule that AWS has not got, unless the entry says that it is new', () => {
    const unknown = other('New', 'Source:\n  Owner: AWS\n  SourceIdentifier: BRAND_NEW_RULE');

    expect(refusal(list(), template('', unknown))).to.match(
      /mine\.yml, line 12, Resources\.New\.Properties\.Source\.SourceIdentifier: "BRAND_NEW_RULE" is/,
    );
    expect(refusal(list('  unlisted: true\n'), template('', unknown))).to.equal(fine);
  });

  it('refuses parameters that a managed rule has not got, or lacks', () => {
    const source = 'Source: { Owner: AWS, SourceIdentifier: ACCESS_KEYS_ROTATED }';
    const wrong = other('Keys', `${source}\nInputParameters: { age: 90 }`);

    expect(refusal(list(), template('', wrong))).to.include(
      'ACCESS_KEYS_ROTATED has no parameter age',
    );
    expect(refusal(list(), template('', other('Keys', source)))).to.include(
      'lacks its required parameter maxAccessKeyAge',
    );
  });

  it('refuses a parameter that the pack does not declare, or that has no value', () => {
    const parameters = 'Parameters:\n  Age: { Type: String }\n';

    expect(refusal(list("  parameters: { Days: '1' }\n"), template(parameters))).to.match(
      /packs\.yml, line 3, pack mine: .*mine\.yml declares no parameter Days: use Age/,
    );
    expect(refusal(list(), template(parameters))).to.include('Age without a Default');
  });

  it('refuses a pack without resources', () => {
    expect(refusal(list(), 'Parameters: {}\n')).to.include('the pack has no Resources');
  });

  it('refuses what is not YAML, with its line', () => {
    expect(refusal(list(), 'Resources: [\n')).to.match(
      /mine\.yml, line 2, column 1: it is not YAML/,
    );
  });

  it('allows names that begin others: they do not clash', () => {
    const two = `${list()}- name: mine-global\n  file: ./packs/mine.yml\n`;

    expect(refusal(two, template())).to.equal(fine);
  });

  it('refuses a bucket without the prefix that AWS Config wants', () => {
    expect(faultsOf('conformancePackBucket: my-packs\n')).to.match(
      /^organization-parameters\.yml, line 3, conformancePackBucket: .*"my-packs".*begin with awsconfigconforms only/,
    );
    expect(faultsOf('conformancePackBucket: awsconfigconforms_Mine\n')).to.include('lower-case');
  });

  it('refuses names of buckets that are too long in a governed region', () => {
    const long = `awsconfigconforms-${'x'.repeat(30)}`;

    expect(faultsOf(`conformancePackBucket: ${long}\n`)).to.include(
      'a name of 71 characters, and S3 allows 63: give a conformancePackBucket that is 8 characters',
    );
    expect(refusal(list(), template(), `resourcePrefix: ${'x'.repeat(24)}\n`)).to.match(
      /line 3, resourcePrefix: the bucket awsconfigconforms-x+-ACCOUNT-us-east-1 would have/,
    );
  });
});
