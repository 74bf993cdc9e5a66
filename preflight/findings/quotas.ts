import type { PlaceSnapshot } from 'ofn-rehearse';
import type { Finding } from '../finding.ts';
import type { Check, Subject } from '../subject.ts';
import { finding, type Kind, type Topic } from './kind.ts';
import { at, boundAccounts, isActive, prefixOf, spotOf } from './view.ts';

const rules: Kind = {
  kind: 'config-rule-quota',
  level: 'no-go',
  title: 'an account has no room for the rules of AWS Config',
  solvedBy: '`configRules`, `configExcludedAccounts`, or a command',
};
const packs: Kind = {
  kind: 'conformance-pack-quota',
  level: 'no-go',
  title: 'an account has no room for the conformance packs',
  solvedBy: '`conformancePacks`, `configExcludedAccounts`, or a command',
};
const analyzers: Kind = {
  kind: 'analyzer-quota',
  level: 'no-go',
  title: 'the security account has no room for an analyzer of the organization',
  solvedBy: 'a command',
};

const logPolicies: Kind = {
  kind: 'log-policy-quota',
  level: 'no-go',
  title: 'an account has no room for a resource policy of CloudWatch Logs',
  solvedBy: 'a command',
};

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
const LOG_POLICIES = 10;

/** @see https://docs.aws.amazon.com/config/latest/APIReference/API_PutConfigRule.html */
const RULES = 1000;

/** @see https://docs.aws.amazon.com/config/latest/developerguide/configlimits.html */
const PACKS = 50;

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-quotas.html */
const ANALYZERS = 5;

interface Entry {
  readonly name: string;
  readonly global: boolean;
  readonly excludedAccountIds: readonly string[];
  readonly excludedRegions: readonly string[];
}

/** Of rules, or of packs. */
interface Counted {
  readonly kind: Kind;
  readonly capability: string;
  readonly what: string;
  readonly most: number;
  readonly entries: readonly Entry[];
  /** What an account has of them: in it, AWS Config gives those of an organization a name of its own. */
  readonly present: (place: PlaceSnapshot) => readonly string[];
  readonly nameHere: (name: string) => string;
  readonly remove: (name: string) => string;
}

function* ofCounted(subject: Subject, counted: Counted): Iterable<Finding> {
  const { settings, capabilities } = subject;
  if (!settings || !capabilities.has(counted.capability)) {
    return;
  }
  const excluded = settings.configExcludedAccountIds;
  const accounts = boundAccounts(subject)
    .map(({ account }) => account)
    .filter((account) => isActive(account) && !excluded.includes(account.Id));
  for (const account of accounts) {
    for (const region of settings.governedRegions) {
      const place = spotOf(subject, account.Id, region)?.place;
      const there = place ? counted.present(place) : [];
      const missing = counted.entries
        .filter(({ global }) => !global || region === settings.globalConfigRegion)
        .filter(({ excludedAccountIds }) => !excludedAccountIds.includes(account.Id))
        .filter(({ excludedRegions }) => !excludedRegions.includes(region))
        .filter(({ name }) => !there.some((each) => each.startsWith(counted.nameHere(name))));
      if (missing.length > 0 && there.length + missing.length > counted.most) {
        yield finding(counted.kind, {
          found: `${account.Name} ${account.Id} has ${there.length} ${counted.what} in ${region}, of which AWS allows ${counted.most}: there is no room for ${missing.length} more`,
          places: [at(account.Id, region)],
          remedy: `remove those that are no longer needed, with credentials of ${account.Id}: ${counted.remove(there[0] ?? '')} --region ${region}; or add '${account.Id}' to configExcludedAccounts`,
          settings: [{ name: 'configExcludedAccounts', add: [account.Id] }],
        });
      }
    }
  }
}

function* ofAnalyzers(subject: Subject): Iterable<Finding> {
  const { settings, capabilities } = subject;
  if (!settings || !capabilities.has('access-analyzer')) {
    return;
  }
  const own = `${prefixOf(subject)}-external-access`;
  for (const region of settings.governedRegions) {
    const place = spotOf(subject, settings.securityAccountId, region)?.place;
    const there = (place?.analyzers ?? []).filter(({ type }) => type === 'ORGANIZATION');
    if (there.length >= ANALYZERS && !there.some(({ name }) => name === own)) {
      yield finding(analyzers, {
        found: `the security account has ${there.length} analyzers of the organization in ${region} (${there.map(({ name }) => name).join(', ')}), of which AWS allows ${ANALYZERS}`,
        places: [at(settings.securityAccountId, region)],
        remedy: `delete one that is no longer needed: aws accessanalyzer delete-analyzer --analyzer-name ${there[0]?.name} --region ${region}`,
      });
    }
  }
}

function* ofLogPolicies(subject: Subject): Iterable<Finding> {
  const type = 'AWS::Logs::ResourcePolicy';
  for (const { name, accountId, region = '' } of subject.wanted.filter(
    (one) => one.type === type,
  )) {
    const there = spotOf(subject, accountId, region)?.place.named[type] ?? [];
    if (there.length >= LOG_POLICIES && !there.includes(name)) {
      yield finding(logPolicies, {
        found: `account ${accountId} has ${there.length} resource policies of CloudWatch Logs in ${region}, of which AWS allows ${LOG_POLICIES}: there is no room for ${name}`,
        places: [at(accountId, region)],
        remedy: `delete one that is no longer needed, with credentials of ${accountId}: aws logs delete-resource-policy --policy-name ${there[0]} --region ${region}`,
      });
    }
  }
}

const check: Check = function* (subject) {
  const prefix = prefixOf(subject);
  yield* ofCounted(subject, {
    ...{ kind: rules, capability: 'config-rules', what: 'rules of AWS Config', most: RULES },
    entries: subject.settings?.configRules ?? [],
    present: ({ configRules }) => configRules.map(({ ConfigRuleName }) => ConfigRuleName),
    nameHere: (name) => `OrgConfigRule-${prefix}-${name}-`,
    remove: (name) => `aws configservice delete-config-rule --config-rule-name ${name}`,
  });
  yield* ofCounted(subject, {
    ...{ kind: packs, capability: 'conformance-packs', what: 'conformance packs', most: PACKS },
    entries: subject.settings?.conformancePacks ?? [],
    present: ({ conformancePacks }) => conformancePacks.map((pack) => pack.ConformancePackName),
    nameHere: (name) => `OrgConformsPack-${prefix}-${name}-`,
    remove: (name) => `aws configservice delete-conformance-pack --conformance-pack-name ${name}`,
  });
  yield* ofAnalyzers(subject);
  yield* ofLogPolicies(subject);
};

/** How many there may be of what is deployed to each account. */
export const quotas: Topic = { kinds: [rules, packs, analyzers, logPolicies], check };
