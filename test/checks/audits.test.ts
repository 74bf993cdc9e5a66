import path from 'node:path';
import { expect } from 'chai';
import { readYaml } from 'ofn-rehearse';
import { faultsOfAudits } from '../../checks/audits.ts';
import { faultsBy, fine, shown } from './faults.ts';

const file = 'organization-parameters.yml';
const root = path.join(import.meta.dirname, '../..');
const refusal = faultsBy(faultsOfAudits);
const network = 'auditVpc: vpc-0123456789abcdef0\nauditSubnets: [subnet-0123456789abcdef0]';

describe('the check of the parameters of security audits', () => {
  it('lets the parameters of this repository pass', () => {
    expect(shown(faultsOfAudits(readYaml(path.join(root, file))))).to.equal(fine);
  });

  for (const text of [
    '',
    'auditRoleName: Audit-Role',
    'auditScanners: [AWSReservedSSO_SecurityAudit_*, scanner]',
    'auditPeople: [ada, team/grace]',
    'auditSessionSeconds: 3600',
    'auditSchedule: rate(7 days)',
    'auditTools: [prowler, scoutsuite]',
    'auditParallel: 200\nauditTimeoutSeconds: 600\nauditMemory: 8192\nauditArchitecture: ARM64',
    "auditImage: ''",
    'auditImage: 222222222222.dkr.ecr.us-east-1.amazonaws.com/scanners/audit:prowler-5.46.0',
    `auditImage: 222222222222.dkr.ecr.cn-north-1.amazonaws.com.cn/a@sha256:${'0'.repeat(64)}`,
    'auditTellSuccess: true',
    network,
  ]) {
    it(`lets ${text.replaceAll('\n', ', ') || 'none of them'} pass`, () => {
      expect(refusal(text)).to.equal(fine);
    });
  }

  for (const [text, said] of [
    ['auditRoleName: a/b', /auditRoleName is "a\/b": give 1 to 64 letters, digits and any of _/],
    ['auditExternalId: a', /auditExternalId is "a": give 2 to 1224 letters, digits and any of _/],
    ["auditScanners: ['*']", /auditScanners has "\*", which admits roles other than those/],
    ["auditScanners: ['*SecurityAudit']", /admits roles other/],
    ['auditScanners: [a/b]', /auditScanners has "a\/b": give the name of a role without path/],
    ['auditScanners: a', /and no list/],
    ['auditPeople: [ada, ada]', /auditPeople has "ada" twice/],
    ["auditPeople: ['*']", /auditPeople has "\*": give the name of an IAM user/],
    ['auditPeople: [7]', /auditPeople has 7: give the name of an IAM user/],
    ['auditSessionSeconds: 900', /a whole number from 3600 to 43200/],
    ['auditSchedule: weekly', /not a schedule of EventBridge/],
    ['auditTools: []', /auditTools is empty: nothing would scan/],
    ['auditTools: [nessus]', /auditTools has "nessus", which is not known/],
    ['auditParallel: 0', /a whole number from 1 to 200/],
    ['auditTimeoutSeconds: 599', /a whole number from 600 to 43200/],
    ['auditRunHours: 0', /a whole number from 1 to 2160/],
    ['auditMemory: 4000', /auditMemory is 4000: use any of 2048,/],
    ['auditArchitecture: arm64', /auditArchitecture is "arm64": use any of X86_64, ARM64/],
    ["auditTellSuccess: 'yes'", /auditTellSuccess is "yes": use any of true, false/],
    ['auditImage: prowlercloud/prowler:5.46.0', /give an image of Amazon ECR with tag or digest/],
    [
      'auditImage: 222222222222.dkr.ecr.us-east-1.amazonaws.com/scanners',
      /give an image of .* with tag or digest/,
    ],
    [
      'auditVpc: mine',
      /auditVpc is "mine": give an id of a VPC such as vpc-[0-9a-f]+, or '' for none/,
    ],
    ['auditSubnets: [mine]', /auditSubnets has "mine": give an id of a subnet/],
    ['auditVpc: vpc-1', /auditVpc is given without auditSubnets/],
    ['auditSubnets: [subnet-1]', /auditSubnets is given without auditVpc/],
  ] as const) {
    it(`refuses ${text}, with its line`, () => {
      expect(refusal(text)).to.match(/^line 2, audit/);
      expect(refusal(text)).to.match(said);
    });
  }
});
