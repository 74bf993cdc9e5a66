import { expect } from 'chai';
import { readConformancePacks, readRules } from '../../../coverage/checks/config-rules.ts';
import type { Account, ConfigEntry, Settings } from '../../../organization/types.ts';
import { fakeClient } from '../../doubles/aws-client.ts';
import { accounts, fakeClients, settings } from '../../doubles/organization.ts';

const entry = (name: string, change: Partial<ConfigEntry> = {}): ConfigEntry => ({
  name,
  global: false,
  excludedAccountIds: [],
  excludedRegions: [],
  ...change,
});

const target = (pages: Record<string, readonly unknown[]>, change: Partial<Settings>) => ({
  account: accounts[3] as Account,
  region: 'eu-west-1',
  accounts,
  settings: { ...settings, ...change },
  clients: fakeClients({ configService: fakeClient(pages) }),
});

const rule = (ConfigRuleName: string, ConfigRuleState = 'ACTIVE') => ({
  ConfigRuleName,
  ConfigRuleState,
});
const rules = (configRules: ConfigEntry[], ...pages: unknown[]) =>
  readRules(target({ DescribeConfigRules: pages }, { configRules }));

const pack = (ConformancePackName: string, ConformancePackState = 'CREATE_COMPLETE') => ({
  ConformancePackName,
  ConformancePackState,
});
const packs = (conformancePacks: ConfigEntry[], ...pages: unknown[]) =>
  readConformancePacks(target({ DescribeConformancePackStatus: pages }, { conformancePacks }));

const on = { actual: 'on' };
const excluded = { actual: 'on', reason: 'excluded' };
const off = (reason: string) => ({ actual: 'off', reason });

describe('config rule check', () => {
  it('finds every rule that is active, on second pages too', async () => {
    const verdict = await rules(
      [entry('ssh'), entry('mfa')],
      { ConfigRules: [rule('OrgConfigRule-ofn-audit-ssh-abcd1234')], NextToken: 'two' },
      { ConfigRules: [rule('OrgConfigRule-ofn-audit-mfa-abcd1234', 'EVALUATING')] },
    );

    expect(verdict).to.deep.equal(on);
  });

  it('names the rules that are not there, or not active', async () => {
    const verdict = await rules([entry('ssh'), entry('mfa')], {
      ConfigRules: [rule('OrgConfigRule-ofn-audit-ssh-abcd1234', 'DELETING'), rule('mfa')],
    });

    expect(verdict).to.deep.equal(off('ssh is DELETING, there is no mfa'));
  });

  it('does not take a rule of a longer name, or of another prefix, for it', async () => {
    const verdict = await rules([entry('ssh')], {
      ConfigRules: [
        rule('OrgConfigRule-ofn-audit-ssh-open-abcd1234'),
        rule('OrgConfigRule-other-ssh-abcd1234'),
      ],
    });

    expect(verdict).to.deep.equal(off('there is no ssh'));
  });

  it('names five of many', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];

    const { reason } = await rules(
      names.map((name) => entry(name)),
      { ConfigRules: [] },
    );

    expect(reason).to.match(/^there is no a, .*, there is no e and 2 more$/);
  });

  it('expects nothing where an account, a region or all but one region is left out', async () => {
    const here = { excludedAccountIds: ['444444444444'] };

    expect(await rules([entry('ssh', here)])).to.deep.equal(excluded);
    expect(await rules([entry('ssh', { excludedRegions: ['eu-west-1'] })])).to.deep.equal(excluded);
    expect(await rules([entry('mfa', { global: true })])).to.deep.equal(excluded);
  });

  it('expects nothing of an account that is left out everywhere', async () => {
    const configRules = [entry('ssh')];
    const configExcludedAccountIds = ['444444444444'];

    const verdict = await readRules(target({}, { configRules, configExcludedAccountIds }));

    expect(verdict).to.deep.equal(excluded);
  });

  it('expects a rule about IAM in the region that records IAM', async () => {
    const configRules = [entry('mfa', { global: true })];
    const pages = { DescribeConfigRules: [{ ConfigRules: [] }] };

    const verdict = await readRules(
      target(pages, { configRules, globalConfigRegion: 'eu-west-1' }),
    );

    expect(verdict).to.deep.equal(off('there is no mfa'));
  });
});

describe('conformance pack check', () => {
  it('finds every pack, on second pages too', async () => {
    const verdict = await packs(
      [entry('cis'), entry('cis-global')],
      {
        ConformancePackStatusDetails: [pack('OrgConformsPack-ofn-audit-cis-abcd1234')],
        NextToken: 'two',
      },
      {
        ConformancePackStatusDetails: [
          pack('OrgConformsPack-ofn-audit-cis-global-abcd1234', 'CREATE_IN_PROGRESS'),
        ],
      },
    );

    expect(verdict).to.deep.equal(on);
  });

  it('reports why a pack failed', async () => {
    const failed = {
      ...pack('OrgConformsPack-ofn-audit-cis-abcd1234', 'CREATE_FAILED'),
      ConformancePackStatusReason: 'no recorder',
    };

    const verdict = await packs([entry('cis')], { ConformancePackStatusDetails: [failed] });

    expect(verdict).to.deep.equal(off('cis is CREATE_FAILED: no recorder'));
  });

  it('does not take a pack of a longer name for it', async () => {
    const verdict = await packs([entry('cis')], {
      ConformancePackStatusDetails: [pack('OrgConformsPack-ofn-audit-cis-global-abcd1234')],
    });

    expect(verdict).to.deep.equal(off('there is no cis'));
  });
});
