import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { faultsOfOrganization } from '../organization-checks.ts';
import { withoutUnit } from '../organization-relations.ts';
import { resourcesOf } from '../organization-resources.ts';
import { parseYaml, readYaml } from '../yaml.ts';

const text = `Organization:
  Root:
    Type: OC::ORG::OrganizationRoot
    Properties:
      ServiceControlPolicies: !Ref Deny
  Main:
    Type: OC::ORG::MasterAccount
    Properties:
      AccountName: Main
      AccountId: '011111111111'
      RootEmail: main@example.com
  Team:
    Type: OC::ORG::Account
    Properties:
      AccountName: Team
      AccountId: '022222222222'
      RootEmail: team@example.com
  Lab:
    Type: OC::ORG::Account
    Properties:
      AccountName: Lab
      RootEmail: lab@example.com
  Teams:
    Type: OC::ORG::OrganizationalUnit
    Properties:
      OrganizationalUnitName: Teams
      OrganizationalUnits: !Ref Labs
      Accounts:
        - !Ref Team
  Labs:
    Type: OC::ORG::OrganizationalUnit
    Properties:
      OrganizationalUnitName: Labs
      Accounts: !Ref Lab
      ServiceControlPolicies: [!Ref Deny, p-FullAWSAccess]
  Deny:
    Type: OC::ORG::ServiceControlPolicy
    Properties:
      PolicyName: deny
      PolicyDocument: { Statement: [] }
`;

/** Each fault as `LINE PLACE: CAUSE: REMEDY`. */
function shown(source: string): string[] {
  return faultsOfOrganization(parseYaml('organization.yml', source)).map(
    ({ line, place, cause, remedy }) => `${line} ${place}: ${cause}: ${remedy}`,
  );
}

const without = (line: RegExp): string => text.replace(line, '');

describe('the check of an organization file', () => {
  it('passes a file that is right', () => {
    expect(shown(text)).to.deep.equal([]);
  });

  for (const [what, source, ...faults] of [
    [
      'an id whose leading zero YAML drops',
      text.replace("'022222222222'", '022222222222'),
      /^16 Team\.Properties\.AccountId: .* is 22222222222, a number.*: give .* '022222222222'/,
    ],
    [
      'an id of eleven digits',
      text.replace("'022222222222'", "'22222222222'"),
      /^16 Team\.Properties\.AccountId: .*"22222222222": give its twelve digits/,
    ],
    [
      'an id of thirteen digits',
      text.replace("'022222222222'", "'0222222222222'"),
      /^16 Team\.Properties\.AccountId/,
    ],
    [
      'an e-mail without @',
      text.replace('lab@', 'lab.'),
      /^22 Lab\.Properties\.RootEmail: .*"lab\.example\.com", which is not an e-mail address/,
    ],
    [
      'one e-mail of two accounts, whatever its case',
      text.replace('lab@', 'Team@'),
      /^22 Lab\.Properties\.RootEmail: .*Team@example\.com, which Team \(line 17\) has too/,
    ],
    [
      'one id of two accounts',
      text.replace("'022222222222'", "'011111111111'"),
      /^16 Team\.Properties\.AccountId: .* which Main \(line 10\) has too/,
    ],
    [
      'an account in two units',
      text.replace('Accounts: !Ref Lab', 'Accounts: [!Ref Lab, !Ref Team]'),
      /^34 Labs\.Properties\.Accounts\.1: Team is in Teams \(line 28\) and in Labs: remove it/,
    ],
    [
      'an account that is not there, with the nearest that is',
      text.replace('- !Ref Team', '- !Ref Taem'),
      /^29 Teams\.Properties\.Accounts\.0: .*refers to Taem.*: did you mean !Ref Team\?$/,
    ],
    [
      'an account without !Ref',
      text.replace('- !Ref Team', '- Team'),
      /^29 Teams\.Properties\.Accounts\.0: .* "Team", which is not a reference: write !Ref Team$/,
    ],
    [
      'a unit that is not there',
      text.replace('!Ref Labs', '!Ref Lab'),
      /^27 Teams\.Properties\.OrganizationalUnits: .* refers to Lab, which is of type OC::ORG::Account/,
    ],
    [
      'a policy that is not there',
      text.replace('[!Ref Deny,', '[!Ref Dney,'),
      /^35 Labs\.Properties\.ServiceControlPolicies\.0: .*Dney, which is not in this file: did you mean !Ref Deny/,
    ],
    [
      'an unknown property',
      text.replace('RootEmail: lab', 'RootEmial: lab'),
      /^22 Lab\.Properties\.RootEmial: .*unknown property RootEmial: did you mean RootEmail\?/,
    ],
    [
      'an unknown type',
      text.replace(
        'OC::ORG::Account\n    Properties:\n      AccountName: Lab',
        'OC::ORG::Acount\n    Properties:\n      AccountName: Lab',
      ),
      /^19 Lab\.Type: Lab has the unknown Type 'OC::ORG::Acount': did you mean OC::ORG::Account\?/,
      /^34 Labs\.Properties\.Accounts: .*refers to Lab/,
    ],
    [
      'a missing type',
      text.replace('  Deny:\n    Type: OC::ORG::ServiceControlPolicy\n', '  Deny:\n'),
      /^5 Root\.Properties\.ServiceControlPolicies/,
      /^35 Labs\.Properties\.ServiceControlPolicies\.0/,
      /^36 Deny: Deny has no Type: give one of OC::ORG::Account/,
    ],
    [
      'a property at the level of Properties',
      text.replace('      RootEmail: team', '    RootEmail: team'),
      /^17 Team\.RootEmail: .*unknown attribute RootEmail: indent it by two further spaces/,
    ],
    [
      'a property at the level of the resource',
      text.replace('      RootEmail: team@example.com', '  RootEmail: team@example.com'),
      /^17 RootEmail: RootEmail is "team@example\.com", and not a resource.*: indent it/,
    ],
    [
      'a policy without its document',
      without(/ +PolicyDocument.+\n/),
      /^38 Deny\.Properties: Deny has no PolicyDocument/,
    ],
    [
      'an account without e-mail and id',
      without(/ +RootEmail: lab.+\n/),
      /^20 Lab\.Properties: Lab has neither RootEmail nor AccountId/,
    ],
    [
      'an account without a name',
      without(/ +AccountName: Lab\n/),
      /^20 Lab\.Properties: Lab has no AccountName/,
    ],
    [
      'a second management account',
      text.replace(
        'OC::ORG::Account\n    Properties:\n      AccountName: Team',
        'OC::ORG::MasterAccount\n    Properties:\n      AccountName: Team',
      ),
      /^13 Team\.Type: Team is a second OC::ORG::MasterAccount, beside Main/,
    ],
    [
      'units of one name in one unit',
      text
        .replace('      OrganizationalUnits: !Ref Labs\n', '')
        .replace('Name: Labs', 'Name: Teams'),
      /^32 Labs\.Properties\.OrganizationalUnitName: .* Teams, which Teams \(line 26\) has too/,
    ],
    [
      'units in each other',
      text.replace('      Accounts: !Ref Lab', '      OrganizationalUnits: !Ref Teams'),
      /^27 Teams\.Properties\.OrganizationalUnits: Teams is in itself: Teams, in Labs, in Teams/,
      /^34 Labs\.Properties\.OrganizationalUnits/,
    ],
    [
      'a section of another name',
      text.replace('Organization:', 'Organisation:'),
      /^undefined Organization: .*no section Organization.*: did you mean Organisation\?/,
    ],
  ] as [string, string, ...RegExp[]][]) {
    it(`reports ${what}`, () => {
      const found = shown(source);

      expect(found, found.join('\n')).to.have.length(faults.length);
      for (const [index, fault] of faults.entries()) {
        expect(found[index]).to.match(fault);
      }
    });
  }

  it('reports all that is wrong, in the order of lines', () => {
    const source = text.replace('lab@', 'lab.').replace('- !Ref Team', '- !Ref Taem');

    expect(shown(source).map((fault) => fault.split(' ')[0])).to.deep.equal(['22', '29']);
  });

  it('leaves an account in no unit to a warning, where there are units', () => {
    const warned = (source: string) =>
      withoutUnit(resourcesOf(parseYaml('organization.yml', source)).resources).map(
        ({ line, place, cause }) => `${line} ${place}: ${cause}`,
      );

    expect(warned(text)).to.deep.equal([]);
    expect(warned(text.replace('      Accounts: !Ref Lab\n', ''))).to.deep.equal([
      '18 Lab: it is in no unit, and so in the root, where policies of units do not apply',
    ]);
    expect(warned(text.slice(0, text.indexOf('  Teams:')))).to.deep.equal([]);
  });

  describe('with an included file', () => {
    let folder: string;

    beforeEach(() => {
      folder = mkdtempSync(path.join(tmpdir(), 'ofn-rehearse-organization-'));
    });

    afterEach(() => rmSync(folder, { recursive: true }));

    function including(policies: string): string[] {
      const file = path.join(folder, 'organization.yml');
      const own = text.slice(0, text.indexOf('  Deny:\n'));
      writeFileSync(
        file,
        own.replace('Organization:\n', 'Organization:\n  <<: !Include ./p.yml\n'),
      );
      writeFileSync(path.join(folder, 'p.yml'), policies);
      return faultsOfOrganization(readYaml(file)).map(
        (fault) => `${path.basename(fault.file)} ${fault.line} ${fault.place}`,
      );
    }

    const deny = `Deny:
  Type: OC::ORG::ServiceControlPolicy
  Properties:
    PolicyName: deny
    PolicyDocument: {}
`;

    it('knows its policies', () => {
      expect(including(deny)).to.deep.equal([]);
    });

    it('reports what is wrong there, with its line', () => {
      expect(including(deny.replace('PolicyDocument', 'PolicyDocumnet'))).to.deep.equal([
        'p.yml 5 Deny.Properties.PolicyDocumnet',
      ]);
    });

    it('is reported where it is named, if it is not there', () => {
      const source = text.replace('Organization:\n', 'Organization:\n  <<: !Include ./no.yml\n');

      expect(shown(source)).to.deep.equal([
        '2 Organization.<<: it includes ./no.yml, and there is no such file: give !Include a path relative to organization.yml',
      ]);
    });

    it('reports what is not YAML there', () => {
      expect(including('Deny: [\n')).to.deep.equal(['p.yml 2 column 1']);
    });
  });
});
