import { expect } from 'chai';
import { declared } from '../../../preflight/findings/declared.ts';
import { state } from '../../../preflight/findings/state.ts';
import { judge, kindsIn, type Parts, placed, stack } from '../snapshots.ts';

const alerts = placed('ofn-audit-alerts', '222222222222');

const kept = (value: object | string, more: Parts = {}): Parts => ({
  snapshot: {
    state: {
      bucket: 'organization-formation-111111111111',
      key: 'state.json',
      body: typeof value === 'string' ? value : JSON.stringify(value),
    },
  },
  stacks: [alerts],
  ...more,
});
const deployed = { 'ofn-audit-alerts': { '222222222222': { 'us-east-1': { logicalId: 'x' } } } };
const bound = (type: string, logicalId: string, physicalId: string) => ({
  bindings: { [type]: { [logicalId]: { logicalId, type, physicalId, lastCommittedHash: 'h' } } },
});
const object = 's3://organization-formation-111111111111/state.json';

// https://github.com/org-formation/org-formation-cli/blob/master/src/state/persisted-state.ts
describe('findings about the state of org-formation', () => {
  it('accepts an organization without one, and one that is as AWS has it', () => {
    const stacks = [stack('ofn-audit-alerts')];
    const security = { in: { 'us-east-1': { stacks } } };

    expect(judge(state)).to.deep.equal([]);
    expect(judge(state, kept(''))).to.deep.equal([]);
    expect(
      judge(state, kept({ masterAccountId: '111111111111', stacks: deployed }, { security })),
    ).to.deep.equal([]);
  });

  it('finds a state that is not JSON', () => {
    expect(kindsIn(state, kept('{"stacks":'))).to.deep.equal(['state-faulty']);
    expect(kindsIn(state, kept('[]'))).to.deep.equal(['state-faulty']);
  });

  it('finds a state of another organization', () => {
    const [found, ...more] = judge(
      state,
      kept({ masterAccountId: '999999999999', stacks: deployed }),
    );

    expect(more).to.deep.equal([]);
    expect(found?.kind).to.equal('state-elsewhere');
    expect(found?.remedy).to.equal(`move it away: aws s3 mv ${object} ${object}.999999999999`);
  });

  it('finds a stack that is gone, and the command that makes org-formation forget it', () => {
    const [found, ...more] = judge(state, kept({ stacks: deployed }));

    expect(more).to.deep.equal([]);
    expect(found?.kind).to.equal('state-stack-gone');
    expect(found?.places).to.deep.equal([{ accountId: '222222222222', region: 'us-east-1' }]);
    expect(found?.remedy).to.equal(
      `let org-formation forget it: aws s3 cp ${object} - | jq 'del(.["stacks"]["ofn-audit-alerts"]["222222222222"]["us-east-1"])' | aws s3 cp - ${object}`,
    );
  });

  it('names the include whose ForceDeploy brings the stack back, and is silent once it has that', () => {
    const including = (isForced: boolean) =>
      kept(
        { stacks: deployed },
        { includes: { alerts: { name: 'Alerts', file: 'organization-tasks.yml', isForced } } },
      );

    const [found] = judge(state, including(false));

    expect(found?.remedy).to.match(
      /^write ForceDeploy: true at Alerts in organization-tasks\.yml, deploy, and remove it again; or let /,
    );
    expect(judge(state, including(true))).to.deep.equal([]);
  });

  it('is not concerned by a stack that is no longer wanted, or could not be looked for', () => {
    const unread = { stacks: { code: 'AccessDenied', message: 'no' } };

    expect(judge(state, kept({ stacks: deployed }, { stacks: [] }))).to.deep.equal([]);
    expect(
      judge(state, kept({ stacks: deployed }, { security: { in: { 'us-east-1': { unread } } } })),
    ).to.deep.equal([]);
  });

  it('finds a declared account that the organization no longer has, once', () => {
    const parts = kept(bound('OC::ORG::Account', 'LostAccount', '999999999999'), {
      declared: [['LostAccount', { id: '999999999999' }]],
    });

    expect(kindsIn(state, parts)).to.deep.equal(['state-account-gone']);
    expect(kindsIn(declared, parts)).to.deep.equal([]);
  });

  it('is not concerned by one that organization.yml no longer declares', () => {
    const parts = kept(bound('OC::ORG::Account', 'LostAccount', '999999999999'));

    expect(judge(state, parts)).to.deep.equal([]);
  });

  it('finds a policy and a unit that are gone, unless they could not be read', () => {
    const policy = kept(bound('OC::ORG::ServiceControlPolicy', 'Protect', 'p-gone'));
    const unit = kept(bound('OC::ORG::OrganizationalUnit', 'SandboxOu', 'ou-gone'));
    const no = { code: 'AccessDenied', message: 'no' };
    const organization = { unread: { policies: no, units: no } };

    expect(kindsIn(state, policy)).to.deep.equal(['state-policy-gone']);
    expect(kindsIn(state, unit)).to.deep.equal(['state-unit-gone']);
    expect(kindsIn(state, { ...policy, organization })).to.deep.equal([]);
    expect(kindsIn(state, { ...unit, organization })).to.deep.equal([]);
  });
});
