import { expect } from 'chai';
import { quotas } from '../../../preflight/findings/quotas.ts';
import { judge, kindsIn, type Parts } from '../snapshots.ts';

const entry = { name: 's3', global: false, excludedAccountIds: [], excludedRegions: [] };
const count = (length: number, name: (index: number) => string) =>
  Array.from({ length }, (_, index) => name(index));

const rules = (names: readonly string[], more: Parts = {}): Parts => ({
  sandbox: {
    in: {
      'eu-west-1': { configRules: names.map((ConfigRuleName) => ({ ConfigRuleName })) },
    },
  },
  capabilities: ['config-rules'],
  ...more,
  settings: { configRules: [entry], ...more.settings },
});
const packs = (names: readonly string[]): Parts => ({
  sandbox: {
    in: {
      'eu-west-1': {
        conformancePacks: names.map((ConformancePackName) => ({ ConformancePackName })),
      },
    },
  },
  settings: { conformancePacks: [entry] },
  capabilities: ['conformance-packs'],
});

const a = (index: number) => `a${index}`;

describe('findings about quotas', () => {
  it('counts the rules of an account and region, with those that are still to come', () => {
    const [found, ...more] = judge(quotas, rules(count(1000, a)));

    expect(judge(quotas, rules(count(999, a)))).to.deep.equal([]);
    expect(more).to.deep.equal([]);
    expect(found?.kind).to.equal('config-rule-quota');
    expect(found?.places).to.deep.equal([{ accountId: '444444444444', region: 'eu-west-1' }]);
    expect(found?.settings).to.deep.equal([
      { name: 'configExcludedAccounts', add: ['444444444444'] },
    ]);
  });

  it('does not count what is there already, by the name that AWS Config gives it', () => {
    const own = 'OrgConfigRule-ofn-audit-s3-abcdefgh';

    expect(judge(quotas, rules([...count(999, a), own]))).to.deep.equal([]);
  });

  it('is not concerned by accounts and regions that a rule, or all rules, leave out', () => {
    const names = count(1000, a);
    const without = (more: object) =>
      rules(names, { settings: { configRules: [{ ...entry, ...more }] } });

    expect(judge(quotas, without({ excludedAccountIds: ['444444444444'] }))).to.deep.equal([]);
    expect(judge(quotas, without({ excludedRegions: ['eu-west-1'] }))).to.deep.equal([]);
    expect(judge(quotas, without({ global: true }))).to.deep.equal([]);
    expect(
      judge(quotas, rules(names, { settings: { configExcludedAccountIds: ['444444444444'] } })),
    ).to.deep.equal([]);
    expect(judge(quotas, rules(names, { capabilities: ['alerts'] }))).to.deep.equal([]);
  });

  // https://docs.aws.amazon.com/config/latest/developerguide/configlimits.html
  it('counts conformance packs', () => {
    const own = 'OrgConformsPack-ofn-audit-s3-abcdefgh';

    expect(kindsIn(quotas, packs(count(49, a)))).to.deep.equal([]);
    expect(kindsIn(quotas, packs(count(50, a)))).to.deep.equal(['conformance-pack-quota']);
    expect(kindsIn(quotas, packs([...count(49, a), own]))).to.deep.equal([]);
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-quotas.html
  it('counts analyzers of the organization', () => {
    const analyzers = (...names: string[]): Parts => ({
      security: {
        in: {
          'eu-west-1': {
            analyzers: [
              ...names.map((name) => ({ name, type: 'ORGANIZATION', status: 'ACTIVE' })),
              { name: 'unused', type: 'ORGANIZATION_UNUSED_ACCESS', status: 'ACTIVE' },
            ],
          },
        },
      },
      capabilities: ['access-analyzer'],
    });

    expect(kindsIn(quotas, analyzers('a', 'b', 'c', 'd'))).to.deep.equal([]);
    expect(kindsIn(quotas, analyzers('a', 'b', 'c', 'd', 'e'))).to.deep.equal(['analyzer-quota']);
    expect(
      kindsIn(quotas, analyzers('a', 'b', 'c', 'd', 'ofn-audit-external-access')),
    ).to.deep.equal([]);
  });

  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
  it('counts resource policies of CloudWatch Logs', () => {
    const type = 'AWS::Logs::ResourcePolicy';
    const wanted = {
      ...{ type, name: 'ofn-audit-sign-ins', capability: 'sign-in-monitoring', logicalId: 'P' },
      ...{ accountId: '222222222222', region: 'us-east-1', stackName: 'ofn-audit-sign-in-bus' },
    };
    const policies = (names: readonly string[]): Parts => ({
      security: { in: { 'us-east-1': { named: { [type]: names } } } },
      wanted: [wanted],
    });

    expect(kindsIn(quotas, policies(count(9, a)))).to.deep.equal([]);
    expect(kindsIn(quotas, policies(count(10, a)))).to.deep.equal(['log-policy-quota']);
    expect(kindsIn(quotas, policies([...count(9, a), 'ofn-audit-sign-ins']))).to.deep.equal([]);
  });
});
