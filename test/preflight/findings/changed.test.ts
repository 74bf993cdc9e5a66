import { expect } from 'chai';
import { changed } from '../../../preflight/findings/changed.ts';
import { judge, kindsIn, type Parts, placed, stack } from '../snapshots.ts';

const deployed = (
  Parameters: Record<string, string>,
  name = 'ofn-audit-alerts',
  StackStatus = 'UPDATE_COMPLETE',
): Parts => ({
  security: { in: { 'us-east-1': { stacks: [stack(name, { Parameters, StackStatus })] } } },
  capabilities: ['guard-duty'],
});

const alerts = placed('ofn-audit-alerts', '222222222222');

describe('findings about parameters that have changed', () => {
  it('accepts what is deployed with the same parameters, and stacks without them', () => {
    const same = {
      resourcePrefix: 'ofn-audit',
      homeRegion: 'us-east-1',
      securityAccountId: '222222222222',
      logArchiveAccountId: '333333333333',
      bucketSuffix: '',
      bucketNamespace: 'account-regional',
    };

    expect(judge(changed, deployed(same))).to.deep.equal([]);
    expect(judge(changed, deployed({ other: 'x' }))).to.deep.equal([]);
  });

  it('finds another home region, security account and log archive', () => {
    const found = judge(
      changed,
      deployed({
        homeRegion: 'eu-west-1',
        securityAccountId: '444444444444',
        logArchiveAccountId: '999999999999',
      }),
    );

    expect(found.map(({ kind, settings }) => [kind, settings])).to.deep.equal([
      ['parameter-changed', [{ name: 'homeRegion', value: 'eu-west-1' }]],
      ['parameter-changed', [{ name: 'securityAccount', value: 'SandboxAccount' }]],
      ['parameter-changed', undefined],
    ]);
    expect(found[2]?.remedy).to.equal(
      'set logArchiveAccount to 999999999999 again; docs/decisions/moves.md has the way to change it',
    );
  });

  it('finds a security account that is still to be made', () => {
    const found = judge(changed, {
      ...deployed({ securityAccountId: '222222222222' }),
      declared: [['NewAccount', { name: 'New' }]],
      parameters: { securityAccount: { Ref: 'NewAccount' } },
      settings: undefined,
    });

    expect(found.map(({ kind, settings }) => [kind, settings])).to.deep.equal([
      ['parameter-changed', [{ name: 'securityAccount', value: 'SecurityAccount' }]],
    ]);
    expect(found[0]?.found).to.match(/^securityAccount is 'NewAccount', and the last/);
  });

  it('finds a home region that is no longer governed, by what org-formation has kept', () => {
    const kept = (stackName: string, region: string) => ({
      state: {
        ...{ bucket: 'organization-formation-111111111111', key: 'state.json' },
        body: JSON.stringify({ stacks: { [stackName]: { '111111111111': { [region]: {} } } } }),
      },
    });
    const finds = (stackName: string, region: string) =>
      judge(changed, { snapshot: kept(stackName, region) }).map(({ settings }) => settings);

    expect(finds('ofn-audit-organization-access', 'us-west-2')).to.deep.equal([
      [{ name: 'homeRegion', value: 'us-west-2' }],
    ]);
    expect(finds('ofn-audit-organization-access', 'us-east-1')).to.deep.equal([]);
    // Governed once, and no longer.
    expect(finds('ofn-audit-guard-duty-administrator', 'us-west-2')).to.deep.equal([]);
  });

  it('finds another prefix by a stack that is wanted under a new one', () => {
    const parts = deployed({ resourcePrefix: 'former' }, 'former-alerts');

    expect(judge(changed, parts)).to.deep.equal([]);
    expect(judge(changed, { ...parts, stacks: [alerts] }).map(({ found }) => found)).to.deep.equal([
      "resourcePrefix is 'ofn-audit', and the last deployment had 'former': everything would be made a second time, with new and empty buckets",
    ]);
  });

  it('notes other names of report buckets', () => {
    const found = judge(changed, deployed({ bucketSuffix: '-x7' }));

    expect(found.map(({ kind, level }) => [kind, level])).to.deep.equal([
      ['report-buckets-renamed', 'note'],
    ]);
    expect(found[0]?.settings).to.deep.equal([{ name: 'reportBucketSuffix', value: '-x7' }]);
  });

  it('is not concerned by a stack that was never complete', () => {
    const parts = deployed({ homeRegion: 'eu-west-1' }, 'ofn-audit-alerts', 'ROLLBACK_COMPLETE');

    expect(judge(changed, parts)).to.deep.equal([]);
  });

  it('notes the other mode of GuardDuty, either way', () => {
    const invitation = { settings: { guardDutyMembership: 'invitation' as const } };
    const detector = deployed({}, 'ofn-audit-guard-duty-detector');
    const organization = deployed({}, 'ofn-audit-guard-duty-organization');

    expect(kindsIn(changed, detector)).to.deep.equal(['guard-duty-membership-changed']);
    expect(kindsIn(changed, { ...organization, ...invitation })).to.deep.equal([
      'guard-duty-membership-changed',
    ]);
    expect(kindsIn(changed, organization)).to.deep.equal([]);
    expect(kindsIn(changed, { ...detector, ...invitation })).to.deep.equal([]);
  });
});
