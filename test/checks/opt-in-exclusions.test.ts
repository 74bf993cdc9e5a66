import { expect } from 'chai';
import { Problem, parseYaml } from 'ofn-rehearse';
import { checkOptInExclusions } from '../../checks/opt-in-exclusions.ts';

const base = `homeRegion: us-east-1
governedRegions: [us-east-1, me-south-1]
signInRegions: [us-east-1, me-south-1, ap-east-1]
securityAccount: !Ref SecurityAccount
`;
const known = {
  organizationFile: 'organization.yml',
  names: new Set(['SecurityAccount', 'SandboxAccount', 'TestAccount']),
};

/** Why the setting can't be deployed, with its line. */
function refusalOf(text: string, more = ''): string {
  try {
    checkOptInExclusions(parseYaml('p.yml', `${base}${more}optInExclusions: ${text}\n`), known);
  } catch (error) {
    if (error instanceof Problem) {
      const { cause, remedy } = error.parts;
      return `${cause}: ${remedy}`;
    }
    throw error;
  }
  return 'nothing was refused';
}

describe('the check of accounts that have not enabled a region', () => {
  for (const text of [
    '[]',
    '[me-south-1=SandboxAccount]',
    "['me-south-1=SandboxAccount,TestAccount', 'ap-east-1=']",
  ]) {
    it(`takes ${text}`, () => {
      expect(refusalOf(text)).to.equal('nothing was refused');
    });
  }

  const refused: [string, string][] = [
    ['me-south-1=SandboxAccount', 'and no list'],
    ['[me-south-1]', 'which is no region with accounts'],
    ["['me-south-1=SandboxAccount, TestAccount']", 'without blanks'],
    ["['me-south-1=444444444444']", '444444444444 is no account of organization.yml'],
    ['[me-south-1=NobodyAccount]', 'NobodyAccount is no account of organization.yml: use any of'],
    ["['me-south-1=TestAccount,TestAccount']", 'TestAccount is there twice'],
    ["['me-south-1=', me-south-1=TestAccount]", 'has me-south-1 twice'],
    ['[eu-south-1=TestAccount]', 'eu-south-1 is in neither governedRegions nor signInRegions'],
    ['[us-east-1=TestAccount]', 'the home region is one that every account has'],
    ['[me-south-1=SecurityAccount]', 'SecurityAccount is the securityAccount'],
  ];
  for (const [text, reason] of refused) {
    it(`refuses ${text}`, () => {
      expect(refusalOf(text)).to.include(reason);
    });
  }

  it('refuses that IAM of the accounts would not be recorded', () => {
    const more = 'globalConfigRegion: me-south-1\n';

    expect(refusalOf('[me-south-1=TestAccount]', more)).to.include('globalConfigRegion');
    expect(refusalOf("['me-south-1=']", more)).to.equal('nothing was refused');
  });
});
