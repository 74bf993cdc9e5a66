import { expect } from 'chai';
import { parseYaml } from 'ofn-rehearse';
import { faultsOfOptInExclusions } from '../../checks/opt-in-exclusions.ts';
import { fine, shown } from './faults.ts';

const base = `homeRegion: us-east-1
governedRegions: [us-east-1, me-south-1]
signInRegions: [us-east-1, me-south-1, ap-east-1]
securityAccount: !Ref SecurityAccount
`;
const known = {
  organizationFile: 'organization.yml',
  names: new Set(['SecurityAccount', 'SandboxAccount', 'TestAccount']),
};

/** Why the setting can't be deployed. */
const faultsOf = (text: string, more = ''): string =>
  shown(
    faultsOfOptInExclusions(parseYaml('p.yml', `${base}${more}optInExclusions: ${text}\n`), known),
  );

describe('the check of accounts that have not enabled a region', () => {
  for (const text of [
    '[]',
    '[me-south-1=SandboxAccount]',
    "['me-south-1=SandboxAccount,TestAccount', 'ap-east-1=']",
  ]) {
    it(`takes ${text}`, () => {
      expect(faultsOf(text)).to.equal(fine);
    });
  }

  const refused: [string, string][] = [
    ['me-south-1=SandboxAccount', 'and no list'],
    ['[me-south-1]', 'which is not a region with accounts'],
    ["['me-south-1=SandboxAccount, TestAccount']", 'without blanks'],
    ["['me-south-1=444444444444']", '444444444444 is not an account of organization.yml'],
    [
      '[me-south-1=MissingAccount]',
      'MissingAccount is not an account of organization.yml: use any of',
    ],
    ["['me-south-1=TestAccount,TestAccount']", 'TestAccount is there twice'],
    ["['me-south-1=', me-south-1=TestAccount]", 'has me-south-1 twice'],
    ['[eu-south-1=TestAccount]', 'eu-south-1 is in neither governedRegions nor signInRegions'],
    ['[us-east-1=TestAccount]', 'the home region is one that every account has'],
    ['[me-south-1=SecurityAccount]', 'SecurityAccount is the securityAccount'],
  ];
  for (const [text, reason] of refused) {
    it(`refuses ${text}`, () => {
      expect(faultsOf(text)).to.include(reason);
    });
  }

  it('refuses that IAM of the accounts would not be recorded', () => {
    const more = 'globalConfigRegion: me-south-1\n';

    expect(faultsOf('[me-south-1=TestAccount]', more)).to.include('globalConfigRegion');
    expect(faultsOf("['me-south-1=']", more)).to.equal(fine);
  });
});
