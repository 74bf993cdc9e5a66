import {
  ConfigRuleState,
  DescribeConfigRulesCommand,
  DescribeConformancePackStatusCommand,
} from '@aws-sdk/client-config-service';
import { collect } from '../../lambda/paging.ts';
import type { ConfigEntry } from '../../organization/types.ts';
import { orOfStack } from '../repairs.ts';
import type { Row, Target, Verdict } from '../types.ts';

export const configRulesRow: Row = {
  service: 'config-rules',
  capability: 'config-rules',
  title: 'Each organization rule is active, except where it is excluded',
  onWhen: 'each rule of `configRules` is active, except where it, or the account, is excluded (2)',
  repair: orOfStack(
    'fix what `aws configservice get-organization-config-rule-detailed-status --organization-config-rule-name …` of the security account says of the account',
  ),
  accounts: 'all',
  scope: 'every-region',
  when: (settings) => settings.configRules.length > 0,
  expected: 'on',
  read: readRules,
};

export const conformancePacksRow: Row = {
  service: 'conformance-packs',
  capability: 'conformance-packs',
  title: 'Each conformance pack is deployed, except where it is excluded',
  onWhen: 'each pack of `conformancePacks` exists and has not failed, with the same exceptions (2)',
  repair: orOfStack(
    'fix what `aws configservice get-organization-conformance-pack-detailed-status --organization-conformance-pack-name …` of the security account says of the account',
  ),
  accounts: 'all',
  scope: 'every-region',
  when: (settings) => settings.conformancePacks.length > 0,
  expected: 'on',
  read: readConformancePacks,
};

/** States in which a rule works; an ACTIVE rule is EVALUATING in between. */
const judging: readonly string[] = [ConfigRuleState.ACTIVE, ConfigRuleState.EVALUATING];

/** Entries that a reason names before it only counts them. */
const namedAtMost = 5;

/** On when each organization rule that is expected in the account and region is active there. */
export async function readRules(target: Target<'configService'>): Promise<Verdict> {
  return judge(target, target.settings.configRules, 'OrgConfigRule', async () => {
    const rules = await collect(async (NextToken) => {
      const page = await target.clients.configService.send(
        new DescribeConfigRulesCommand({ NextToken }),
      );
      return { items: page.ConfigRules, next: page.NextToken };
    });
    return rules.map(({ ConfigRuleName = '', ConfigRuleState: state = '' }) => ({
      name: ConfigRuleName,
      fault: judging.includes(state) ? undefined : state,
    }));
  });
}

/** On when each pack that is expected in the account and region exists, and has not failed. */
export async function readConformancePacks(target: Target<'configService'>): Promise<Verdict> {
  return judge(target, target.settings.conformancePacks, 'OrgConformsPack', async () => {
    const packs = await collect(async (NextToken) => {
      const page = await target.clients.configService.send(
        new DescribeConformancePackStatusCommand({ NextToken }),
      );
      return { items: page.ConformancePackStatusDetails, next: page.NextToken };
    });
    return packs.map((pack) => ({
      name: pack.ConformancePackName ?? '',
      fault: /FAILED|DELETE/.test(pack.ConformancePackState ?? '')
        ? [pack.ConformancePackState, pack.ConformancePackStatusReason].filter(Boolean).join(': ')
        : undefined,
    }));
  });
}

/** The rule or pack of an entry in the account: its name there, and its fault. */
interface Found {
  name: string;
  fault: string | undefined;
}

async function judge(
  target: Target<'configService'>,
  entries: readonly ConfigEntry[],
  prefix: string,
  read: () => Promise<Found[]>,
): Promise<Verdict> {
  const expected = entries.filter((entry) => isExpected(entry, target));
  if (expected.length === 0) {
    return { actual: 'on', reason: 'excluded' };
  }
  const found = await read();
  const lacks = expected.flatMap(({ name }) => {
    // AWS Config ends the name with characters of its own, none of them a hyphen.
    const own = new RegExp(`^${prefix}-${target.settings.resourcePrefix}-${name}-[A-Za-z0-9]+$`);
    const there = found.filter((one) => own.test(one.name));
    const works = there.some(({ fault }) => fault === undefined);
    return works ? [] : [there[0] ? `${name} is ${there[0].fault}` : `there is no ${name}`];
  });
  const more = lacks.length > namedAtMost ? ` and ${lacks.length - namedAtMost} more` : '';
  return lacks.length === 0
    ? { actual: 'on' }
    : { actual: 'off', reason: `${lacks.slice(0, namedAtMost).join(', ')}${more}` };
}

function isExpected(
  entry: ConfigEntry,
  { account, region, settings }: Pick<Target, 'account' | 'region' | 'settings'>,
): boolean {
  const excluded = [...settings.configExcludedAccountIds, ...entry.excludedAccountIds];
  return (
    !excluded.includes(account.id) &&
    !entry.excludedRegions.includes(region) &&
    (!entry.global || region === settings.globalConfigRegion)
  );
}
