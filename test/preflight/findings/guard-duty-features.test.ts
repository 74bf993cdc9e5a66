import { expect } from 'chai';
import { guardDutyFeatures } from '../../../preflight/findings/guard-duty-features.ts';
import { detector, judge, kindsIn, type Parts, stack } from '../snapshots.ts';

const feature = (Name: string, Status: string, ManagedBy?: string) => ({
  Name,
  Status,
  additional: [],
  ...(ManagedBy !== undefined && { ManagedBy }),
});

const often = { FindingPublishingFrequency: 'FIFTEEN_MINUTES' };

/** The detector of the security account in us-east-1, with settings of features. */
const withDetector = (
  found: Parameters<typeof detector>[0],
  features: readonly string[],
  more: Parts = {},
): Parts => ({
  security: { in: { 'us-east-1': { detector: detector({ ...often, ...found }) } } },
  parameters: { guardDutyFeatures: features },
  capabilities: ['guard-duty'],
  ...more,
});

describe('findings about the features of GuardDuty', () => {
  it('accepts a place without a detector, and features that are as they should be', () => {
    const parts = withDetector({ Features: [feature('S3_DATA_EVENTS', 'ENABLED')] }, [
      'S3_DATA_EVENTS',
    ]);

    expect(judge(guardDutyFeatures, { capabilities: ['guard-duty'] })).to.deep.equal([]);
    expect(judge(guardDutyFeatures, parts)).to.deep.equal([]);
  });

  it('leaves features that are not named, and those that are left', () => {
    const Features = [feature('RUNTIME_MONITORING', 'ENABLED')];

    expect(judge(guardDutyFeatures, withDetector({ Features }, []))).to.deep.equal([]);
    expect(
      judge(guardDutyFeatures, withDetector({ Features }, ['RUNTIME_MONITORING=leave'])),
    ).to.deep.equal([]);
  });

  it('finds a feature that the first deployment would switch off, and the entry that leaves it', () => {
    const Features = [feature('RUNTIME_MONITORING', 'ENABLED')];
    const [found, ...more] = judge(
      guardDutyFeatures,
      withDetector({ Features }, ['RUNTIME_MONITORING=off']),
    );

    expect(more).to.deep.equal([]);
    expect(found?.kind).to.equal('guard-duty-feature-off');
    expect(found?.level).to.equal('no-go');
    expect(found?.places).to.deep.equal([{ accountId: '222222222222', region: 'us-east-1' }]);
    expect(found?.settings).to.deep.equal([
      { name: 'guardDutyFeatures', add: ['RUNTIME_MONITORING=leave@us-east-1'] },
    ]);
  });

  it('finds it in the organization’s configuration for members, and of the management account', () => {
    const organization = {
      AutoEnableOrganizationMembers: 'ALL',
      Features: [{ Name: 'RUNTIME_MONITORING', AutoEnable: 'NEW' }],
    };
    const ofMembers = withDetector({ organization }, ['RUNTIME_MONITORING=off']);
    const Features = [feature('RUNTIME_MONITORING', 'ENABLED')];
    const ofManagement: Parts = {
      management: { in: { 'eu-west-1': { detector: detector({ ...often, Features }) } } },
      parameters: { guardDutyFeatures: ['RUNTIME_MONITORING=off'] },
      capabilities: ['guard-duty'],
    };

    expect(kindsIn(guardDutyFeatures, ofMembers)).to.deep.equal(['guard-duty-feature-off']);
    expect(judge(guardDutyFeatures, ofManagement)[0]?.places).to.deep.equal([
      { accountId: '111111111111', region: 'eu-west-1' },
    ]);
  });

  it('notes a feature that the first deployment would switch on, once for all places', () => {
    const off = detector({ ...often, Features: [feature('S3_DATA_EVENTS', 'DISABLED')] });
    const found = judge(guardDutyFeatures, {
      security: { in: { 'us-east-1': { detector: off }, 'eu-west-1': { detector: off } } },
      parameters: { guardDutyFeatures: ['S3_DATA_EVENTS'] },
      capabilities: ['guard-duty'],
    });

    expect(found.map(({ kind, level }) => [kind, level])).to.deep.equal([
      ['guard-duty-feature-on', 'note'],
    ]);
    expect(found[0]?.settings).to.deep.equal([
      {
        name: 'guardDutyFeatures',
        add: ['S3_DATA_EVENTS=leave@us-east-1', 'S3_DATA_EVENTS=leave@eu-west-1'],
      },
    ]);
  });

  it('takes a later change for the operator’s', () => {
    const Features = [
      feature('RUNTIME_MONITORING', 'ENABLED'),
      feature('S3_DATA_EVENTS', 'DISABLED'),
    ];
    const parts = (StackStatus: string): Parts => ({
      security: {
        in: {
          'us-east-1': {
            detector: detector({ ...often, Features }),
            stacks: [stack('ofn-audit-guard-duty-organization', { StackStatus })],
          },
        },
      },
      parameters: { guardDutyFeatures: ['RUNTIME_MONITORING=off', 'S3_DATA_EVENTS'] },
      capabilities: ['guard-duty'],
    });

    expect(kindsIn(guardDutyFeatures, parts('UPDATE_COMPLETE'))).to.deep.equal([]);
    expect(kindsIn(guardDutyFeatures, parts('ROLLBACK_COMPLETE'))).to.have.length(2);
  });

  // https://docs.aws.amazon.com/guardduty/latest/ug/guardduty-organization-policies-considerations.html
  it('notes a feature that a policy manages and that is not as it should be, which is left', () => {
    const off = [feature('S3_DATA_EVENTS', 'DISABLED', 'GUARDDUTY_POLICY')];
    const same = [feature('S3_DATA_EVENTS', 'ENABLED', 'GUARDDUTY_POLICY')];

    expect(
      judge(guardDutyFeatures, withDetector({ Features: off }, ['S3_DATA_EVENTS'])).map(
        ({ kind, level }) => [kind, level],
      ),
    ).to.deep.equal([['guard-duty-feature-managed', 'note']]);
    expect(
      kindsIn(guardDutyFeatures, withDetector({ Features: same }, ['S3_DATA_EVENTS'])),
    ).to.deep.equal([]);
  });

  it('notes another publishing frequency, which a parameter keeps', () => {
    const parts = withDetector({ FindingPublishingFrequency: 'SIX_HOURS' }, []);
    const [found, ...more] = judge(guardDutyFeatures, parts);

    expect(more).to.deep.equal([]);
    expect(found?.kind).to.equal('guard-duty-frequency');
    expect(found?.settings).to.deep.equal([
      { name: 'guardDutyPublishingFrequency', value: 'SIX_HOURS' },
    ]);
  });

  it('gives no value for it where regions differ', () => {
    const of = (FindingPublishingFrequency: string) => ({
      detector: detector({ FindingPublishingFrequency }),
    });
    const [found] = judge(guardDutyFeatures, {
      security: { in: { 'us-east-1': of('SIX_HOURS'), 'eu-west-1': of('ONE_HOUR') } },
      parameters: { guardDutyFeatures: [] },
      capabilities: ['guard-duty'],
    });

    expect(found?.kind).to.equal('guard-duty-frequency');
    expect(found).not.to.have.property('settings');
  });

  it('notes that GuardDuty would be enabled in accounts for which it is not', () => {
    const organization = { AutoEnableOrganizationMembers: 'NEW', Features: [] };

    expect(kindsIn(guardDutyFeatures, withDetector({ organization }, []))).to.deep.equal([
      'guard-duty-auto-enable',
    ]);
  });

  it('is not concerned with invitation, or where GuardDuty is not deployed', () => {
    const parts = withDetector({ Features: [feature('RUNTIME_MONITORING', 'ENABLED')] }, [
      'RUNTIME_MONITORING=off',
    ]);

    expect(
      judge(guardDutyFeatures, { ...parts, settings: { guardDutyMembership: 'invitation' } }),
    ).to.deep.equal([]);
    expect(judge(guardDutyFeatures, { ...parts, capabilities: ['findings'] })).to.deep.equal([]);
  });

  it('leaves faulty settings to the check of the files', () => {
    const parts = withDetector({ Features: [] }, ['NONSENSE']);

    expect(judge(guardDutyFeatures, parts)).to.deep.equal([]);
  });

  it('leaves out what is not done for members where a policy enables GuardDuty', () => {
    const Features = [
      feature('CLOUD_TRAIL', 'ENABLED', 'GUARDDUTY_POLICY'),
      feature('EKS_AUDIT_LOGS', 'ENABLED'),
    ];
    const organization = {
      AutoEnableOrganizationMembers: 'NEW',
      Features: [{ Name: 'EKS_AUDIT_LOGS', AutoEnable: 'NONE' }],
    };
    const found = { Features, organization };

    expect(judge(guardDutyFeatures, withDetector(found, ['EKS_AUDIT_LOGS']))).to.deep.equal([]);
  });
});
