import { expect } from 'chai';
import type { PolicySnapshot } from 'ofn-rehearse';
import { policyQuota } from '../../../preflight/findings/policy-quota.ts';
import type { DeclaredPolicy } from '../../../preflight/subject.ts';
import { ids, judge, type Parts } from '../snapshots.ts';

const policy = (index: number, target: string, Name = `policy-${index}`): PolicySnapshot => ({
  ...{ Id: `p-${index}`, Name, Description: '', Type: 'SERVICE_CONTROL_POLICY' },
  ...{ AwsManaged: index === 0, Content: '{}', targets: [target], tags: {} },
});

const own = (target: DeclaredPolicy['targets'][number]): DeclaredPolicy => ({
  ...{ logicalName: 'ProtectDetection', name: 'ofn-audit-protect-detection', content: '{}' },
  targets: [target],
});

const unit = {
  ...{ logicalName: 'SandboxOu', kind: 'unit' as const, path: ['Sandbox'] },
  accountIds: [ids.sandbox],
};

const parts = (count: number, target = 'ou-sandbox', names: readonly string[] = []): Parts => ({
  organization: {
    units: [{ Id: 'ou-sandbox', Name: 'Sandbox', parentId: 'r-root', tags: {} }],
    policies: Array.from({ length: count }, (_, index) => policy(index, target, names[index])),
  },
});

describe('service control policies of one target', () => {
  it('are ten at most, with those of organization.yml', () => {
    const all = judge(policyQuota, { ...parts(10), policies: [own(unit)] });

    expect(all).to.have.length(1);
    expect(all[0]).to.deep.include({ kind: 'policy-quota', level: 'no-go' });
    expect(all[0]?.found).to.equal(
      'SandboxOu (ou-sandbox) has 10 service control policies, and ProtectDetection would be attached: AWS allows 10',
    );
    expect(all[0]?.remedy).to.include('--policy-id p-1 --target-id ou-sandbox');
  });

  it('may be nine others and one of organization.yml', () => {
    expect(judge(policyQuota, { ...parts(9), policies: [own(unit)] })).to.deep.equal([]);
  });

  it('are counted once where one of organization.yml is attached already', () => {
    const names = ['ofn-audit-protect-detection'];

    expect(
      judge(policyQuota, { ...parts(10, 'ou-sandbox', names), policies: [own(unit)] }),
    ).to.deep.equal([]);
  });

  it('are counted for accounts and the root, too', () => {
    const sandbox = {
      ...{ logicalName: 'SandboxAccount', kind: 'account' as const, path: [] },
      accountIds: [ids.sandbox],
    };
    const root = {
      ...{ logicalName: 'Root', kind: 'root' as const, path: [] },
      accountIds: Object.values(ids),
    };

    const ofAccount = judge(policyQuota, { ...parts(10, ids.sandbox), policies: [own(sandbox)] });
    const ofRoot = judge(policyQuota, { ...parts(10, 'r-root'), policies: [own(root)] });

    expect(ofAccount.map(({ places }) => places)).to.deep.equal([[{ accountId: ids.sandbox }]]);
    expect(ofRoot.map(({ places }) => places)).to.deep.equal([[{}]]);
  });
});
