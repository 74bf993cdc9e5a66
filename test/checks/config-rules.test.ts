import { expect } from 'chai';
import { faultsOf } from './config-folder.ts';
import { fine } from './faults.ts';

const rule = (more = '', name = 'restricted-ssh', identifier = 'INCOMING_SSH_DISABLED'): string =>
  `- name: ${name}\n  identifier: ${identifier}\n  description: No access\n${more}`;

/** The refusal of a list in a file of its own. */
const refusal = (list: string): string =>
  faultsOf('configRules: !Include ./rules.yml\n', { 'rules.yml': list });

describe('the check of the list of organization rules', () => {
  it('lets a rule pass that has all that a rule can have', () => {
    const more = `  parameters: { maxAccessKeyAge: '90' }
  frequency: TwentyFour_Hours
  excludedAccounts: [SandboxAccount, '012345678901']
  excludedRegions: [eu-west-1]
  global: true
  severity: 8.5
`;

    expect(refusal(rule(more, 'access-keys', 'ACCESS_KEYS_ROTATED'))).to.equal(fine);
    expect(refusal(rule('  resourceTypes: [AWS::EC2::SecurityGroup]\n'))).to.equal(fine);
    expect(refusal('[]')).to.equal(fine);
  });

  it('names the file and the line of a rule that AWS has not got, and one that is near', () => {
    const list = `# Rules.\n${rule()}${rule('', 'mfa', 'ROOT_ACCOUNT_MFA_ENABLE')}`;

    expect(refusal(list)).to.match(
      /^rules\.yml, line 6, rule mfa: "ROOT_ACCOUNT_MFA_ENABLE" is not a managed rule .*: did you mean ROOT_ACCOUNT_MFA_ENABLED\? /,
    );
  });

  it('refuses a description that an alert would take for a variable', () => {
    const list = rule().replace('No access', 'Older than <days> days');

    expect(refusal(list)).to.match(
      /its description has "<days>", which EventBridge takes for a variable/,
    );
  });

  it('takes the name of a rule in the console for a hint', () => {
    const refused = refusal(rule('', 'keys', 'access-keys-rotated'));

    expect(refused).to.include('did you mean ACCESS_KEYS_ROTATED?');
  });

  it('lets a rule pass that is newer than the list, when it says so', () => {
    expect(refusal(rule('  unlisted: true\n', 'new', 'BRAND_NEW_RULE'))).to.equal(fine);
    expect(refusal(rule('', 'new', 'BRAND_NEW_RULE'))).to.include('unlisted: true lets pass');
  });

  it('finds the lines of a list in organization-parameters.yml', () => {
    const list = rule('', 'x', 'NO_SUCH').replaceAll(/^/gm, '  ').trimEnd();

    expect(faultsOf(`configRules:\n${list}\n`)).to.match(
      /^organization-parameters\.yml, line 5, rule x: "NO_SUCH" is not a managed rule/,
    );
  });

  it('finds the list of the repository when no parameter names one', () => {
    const files = { 'templates/config-rules/rules.yml': rule('', 'x', 'NO_SUCH') };

    expect(faultsOf('', files)).to.match(/^templates\/config-rules\/rules\.yml, line 2, rule x/);
  });

  it('reports a file that is not there, where it is named', () => {
    expect(faultsOf('configRules: !Include ./rules.yml\n')).to.match(
      /^organization-parameters\.yml, line 3, configRules: configRules includes .*rules\.yml, and/,
    );
  });

  for (const [what, list, cause] of [
    ['what is not a list', 'name: x\n', 'and no list'],
    ['what is not a map', '- restricted-ssh\n', 'rule 1: "restricted-ssh" is not a map'],
    ['an unknown key', rule('  scope: x\n'), 'line 4, rule restricted-ssh: it has the unknown key'],
    ['a rule without identifier', '- name: x\n  description: y\n', 'its identifier is missing'],
    ['a name in capitals', rule('', 'RestrictedSsh'), "its name is 'RestrictedSsh', of 13"],
    ['a name that is too long', rule('', 'a'.repeat(41)), 'of 41 characters'],
    ['a second rule of the name', rule() + rule(), 'line 4, rule restricted-ssh: there is another'],
    ['names that are one in a template', rule('', 'a-1') + rule('', 'a1'), 'both would be A1'],
    ['a name that begins another', rule('', 'ssh') + rule('', 'ssh-open'), "begins with 'ssh-'"],
    ['a flag in quotes', rule("  global: 'true'\n"), 'global is "true"'],
    ['a severity above 10', rule('  severity: 11\n'), 'its severity is 11'],
    ['a severity in words', rule('  severity: high\n'), 'its severity is "high"'],
    ['a long description', rule().replace('No access', 'x'.repeat(260)), 'use 256 at most'],
    ['an unknown account', rule('  excludedAccounts: [Taem]\n'), 'Taem is not an account of'],
    [
      'a region elsewhere',
      rule('  excludedRegions: [eu-west-9]\n'),
      '"eu-west-9" is not a governed',
    ],
    [
      'a region that is not a list',
      rule('  excludedRegions: eu-west-1\n'),
      'is not a governed region',
    ],
    ['an unknown parameter', rule('  parameters: { port: 22 }\n'), 'it takes none'],
    ['parameters in a list', rule('  parameters: [port]\n'), '["port"] is not a map'],
    [
      'a list as a parameter',
      rule(
        '  parameters: { authorizedVpcIds: [a] }\n',
        'igw',
        'INTERNET_GATEWAY_AUTHORIZED_VPC_ONLY',
      ),
      'several values are one text',
    ],
    [
      'a missing parameter',
      rule('', 'keys', 'ACCESS_KEYS_ROTATED'),
      'lacks its required parameter maxAccessKeyAge',
    ],
    [
      'a frequency of a rule that changes trigger',
      rule('  frequency: One_Hour\n', 'volumes', 'ENCRYPTED_VOLUMES'),
      'it has no frequency',
    ],
    [
      'an unknown frequency',
      rule('  frequency: daily\n', 'root', 'ROOT_ACCOUNT_MFA_ENABLED'),
      'frequency is "daily"',
    ],
    [
      'a scope of a rule that time triggers',
      rule('  resourceTypes: [AWS::EC2::VPC]\n', 'logs', 'VPC_FLOW_LOGS_ENABLED'),
      'it has no scope',
    ],
    ['a scope of no types', rule('  resourceTypes: [VPC]\n'), 'resourceTypes is ["VPC"]'],
  ] as const) {
    it(`refuses ${what}`, () => {
      expect(refusal(list)).to.include(cause);
    });
  }
});
