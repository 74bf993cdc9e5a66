import path from 'node:path';
import { expect } from 'chai';
import { parseYaml, readYaml } from 'ofn-rehearse';
import { withDeclared } from '../../checks/declared.ts';
import { faultsBy, fine, shown } from './faults.ts';

const root = path.join(import.meta.dirname, '../..');
const faults = faultsBy(() => []);

describe('the check of values by the catalogue of parameters', () => {
  it('finds nothing wrong in this repository', () => {
    const yaml = readYaml(path.join(root, 'organization-parameters.yml'));

    expect(shown(withDeclared(yaml, []))).to.equal(fine);
  });

  for (const text of [
    'resourcePrefix: ofn-audit',
    'logRetentionDays: 3653',
    'athenaScanLimit: 10000000',
    'findingSeverity: 6.5',
    "terminationProtection: 'false'",
    "reportBucketSuffix: ''",
    'auditSubnets: []',
    'securityAccount: !Ref SecurityAccount',
    'athenaRegions: [!Ref Region, eu-west-1]',
    'configRules: [{ name: mine }]',
    "guardDutyMembers: '{{ members }}'",
    'mine: of another repository',
  ]) {
    it(`takes ${text}`, () => {
      expect(faults(text)).to.equal(fine);
    });
  }

  for (const [text, fault] of [
    [
      'resourcePrefix: Audit',
      'resourcePrefix is "Audit": give a prefix of 3 to 20 lower-case letters, digits and hyphens',
    ],
    ['resourcePrefix: 7', 'resourcePrefix is 7: give a prefix of 3 to 20'],
    ['logRetentionDays: 100', 'logRetentionDays is 100: use any of 1, 3, 5, 7,'],
    ['athenaResultDays: 0', 'athenaResultDays is 0: give a whole number of days, from 1'],
    [
      'athenaResultDays: a week',
      'athenaResultDays is "a week": give a whole number of days, from 1',
    ],
    ['unusedAccessDays: 1.5', 'unusedAccessDays is 1.5: give a whole number from 1 to 365'],
    ['findingSeverity: 11', 'findingSeverity is 11: give a number from 0 to 10'],
    ['terminationProtection: 7', 'terminationProtection is 7: use any of true, false'],
    ['alertTopicKey: [a]', 'alertTopicKey is ["a"]: give a text'],
    ['reportBucketSuffix: x', `give a hyphen, letters and digits, such as -x7, or '' for none`],
    ['athenaRegions: [Ireland]', 'athenaRegions has "Ireland": give a region such as eu-west-1'],
    ['athenaRegions: eu-west-1', 'athenaRegions is "eu-west-1", and no list'],
    ['auditTools: [nessus]', 'has "nessus", which is not known: use any of prowler, scoutsuite'],
    ['auditTools: [prowler, prowler]', 'auditTools has "prowler" twice'],
    ['auditVpc: vpc-1', 'auditVpc is given without auditSubnets: give auditSubnets, too'],
  ] as const) {
    it(`rejects ${text}`, () => {
      expect(faults(text)).to.match(/^line 2, /);
      expect(faults(text)).to.include(fault);
    });
  }

  it('leaves to a check what the check has found of a parameter', () => {
    const yaml = parseYaml('p.yml', 'auditTools: [nessus]\nauditParallel: 0\n');
    const found = { file: 'p.yml', line: 1, place: 'auditTools.0', cause: 'It', remedy: 'fix it' };

    expect(shown(withDeclared(yaml, [found]))).to.equal(
      'p.yml, line 1, auditTools.0: It: fix it\n' +
        'p.yml, line 2, auditParallel: auditParallel is 0: give a whole number from 1 to 200',
    );
  });
});
