import { expect } from 'chai';
import { trailLogCopy } from '../../../preflight/findings/trail-log-copy.ts';
import { judge, type Parts, resource, stack } from '../snapshots.ts';

const name = 'AWSServiceRoleForObservabilityAdmin_LogsCentralization';
const role = {
  RoleName: name,
  Path: '/aws-service-role/logs-centralization.observabilityadmin.amazonaws.com/',
  AssumeRolePolicyDocument: '{}',
  attachedPolicyArns: [],
};
const stacks = (stackName: string) => [
  stack(stackName, { resources: [resource('AWS::IAM::ServiceLinkedRole', name)] }),
];

const check = (parts: Parts = {}) =>
  judge(trailLogCopy, {
    capabilities: ['trail-log-copy'],
    settings: { trailLogCopy: true },
    logArchive: { roles: [role] },
    ...parts,
  });

describe('findings about the copy of the log group of the trail', () => {
  it('refuse a second service-linked role, and say which parameter leaves it out', () => {
    expect(check()).to.deep.equal([
      {
        kind: 'log-copy-role-taken',
        level: 'no-go',
        found: `${name} is in the log archive account already: CloudFormation can't create it`,
        places: [{ accountId: '333333333333' }],
        remedy: 'set trailLogCopyRole to false',
        settings: [{ name: 'trailLogCopyRole', value: false }],
      },
    ]);
  });

  it('refuse the role in a stack of others', () => {
    const parts = {
      logArchive: { roles: [role], in: { 'us-east-1': { stacks: stacks('logs') } } },
    };

    expect(check(parts).map(({ kind }) => kind)).to.deep.equal(['log-copy-role-taken']);
  });

  const own = {
    roles: [role],
    in: { 'us-east-1': { stacks: stacks('ofn-audit-trail-log-copy') } },
  };
  for (const [what, parts] of Object.entries<Parts>({
    'its own stack has the role': { logArchive: own },
    'the account has no such role': { logArchive: { roles: [] } },
    'another account has the role': { logArchive: {}, security: { roles: [role] } },
    'the parameter leaves the role out': { parameters: { trailLogCopyRole: false } },
    'nothing is copied': { settings: { trailLogCopy: false } },
    'the capability is not deployed': { capabilities: [] },
  })) {
    it(`are none where ${what}`, () => {
      expect(check(parts)).to.deep.equal([]);
    });
  }

  it('refuse another partition', () => {
    const caller = {
      accountId: '111111111111',
      arn: 'arn:aws-cn:iam::111111111111:user/ada',
      roleName: 'OrganizationAccountAccessRole',
    };
    const [found] = check({ snapshot: { caller }, logArchive: {} });

    expect(found?.kind).to.equal('log-copy-partition');
    expect(found?.found).to.include('the partition is aws-cn');
    expect(found?.settings).to.deep.equal([{ name: 'trailLogCopy', value: false }]);
  });
});
