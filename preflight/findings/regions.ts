import type { AccountSnapshot } from 'ofn-rehearse';
import { optInExclusionsOf } from '../../checks/opt-in-exclusions.ts';
import type { Finding } from '../finding.ts';
import type { Check, Subject } from '../subject.ts';
import { finding, type Kind, type Topic } from './kind.ts';
import { accountOf, at, isActive, listed, logicalNames, named, parameterOf } from './view.ts';

/** Whose stacks go to every account and region. */
const everywhere: readonly string[] = ['config-recorder', 'flow-logs', 'sign-in-monitoring'];

const usable = new Set(['ENABLED', 'ENABLED_BY_DEFAULT']);

const notEnabled: Kind = {
  kind: 'region-not-enabled',
  level: 'no-go',
  title: 'an account has not enabled a governed region to which its stacks go',
  solvedBy: '`optInExclusions`, or a command',
};
const needless: Kind = {
  kind: 'region-of-every-account',
  level: 'no-go',
  title: '`optInExclusions` names a region that every account has',
  solvedBy: '`optInExclusions`',
};
const leftOut: Kind = {
  kind: 'region-left-out',
  level: 'note',
  title: 'an account has not enabled a governed region, and is left out there',
  solvedBy: 'nothing',
};
const enabledSince: Kind = {
  kind: 'region-enabled-since',
  level: 'note',
  title: '`optInExclusions` leaves an account out of a region that it has enabled',
  solvedBy: '`optInExclusions`',
};

/** What is judged, with what is derived of it once. */
interface Regional {
  readonly subject: Subject;
  readonly names: ReadonlyMap<string, string>;
  readonly exclusions: ReadonlyMap<string, readonly string[]>;
  /** Regions that accounts have to enable, whether the management account has or not. */
  readonly optIn: ReadonlySet<string>;
}

/** Regions that accounts have to enable, of those that are governed. */
export function optInRegionsOf({ snapshot }: Pick<Subject, 'snapshot'>): ReadonlySet<string> {
  const management = accountOf({ snapshot }, snapshot.organization.MasterAccountId);
  return new Set(
    Object.entries(management?.regionOptStatus ?? {})
      .filter(([, status]) => status !== 'ENABLED_BY_DEFAULT')
      .map(([region]) => region),
  );
}

/** That accounts are left out of a region that all of them have. */
function* ofExclusions({ exclusions, optIn, subject }: Regional): Iterable<Finding> {
  const management = accountOf(subject, subject.snapshot.organization.MasterAccountId);
  const known = new Set(Object.keys(management?.regionOptStatus ?? {}));
  for (const region of exclusions.keys()) {
    if (known.has(region) && !optIn.has(region)) {
      yield finding(needless, {
        found: `optInExclusions names ${region}, which every account has`,
        places: [at(undefined, region)],
        remedy: 'remove the entry: it would leave accounts out for no reason',
      });
    }
  }
}

/** An account that is left out and has enabled the region is a hole that nothing fails for. */
function* ofSurplus(
  { exclusions, names, subject }: Regional,
  region: string,
  without: readonly AccountSnapshot[],
): Iterable<Finding> {
  const listed = exclusions.get(region) ?? [];
  const enabled = subject.snapshot.accounts.filter(
    (account) => !without.includes(account) && listed.includes(names.get(account.Id) ?? ''),
  );
  if (enabled.length > 0) {
    yield finding(enabledSince, {
      found: `${region} is enabled in ${named(enabled)}, which optInExclusions leaves out there`,
      places: enabled.map(({ Id }) => at(Id, region)),
      remedy: 'remove it from optInExclusions',
    });
  }
}

/**
 * org-formation waits ten minutes for each stack in a region that the account has not enabled, and then
 * says that the account seems stuck initializing. GuardDuty by AWS Organizations and findings leave such
 * an account out by themselves; other capabilities leave out those that `optInExclusions` names. No
 * capability can do without the management and the security account, and the log archive, whose
 * policies name principals of the region. An account that organization.yml does not declare has no
 * stacks.
 *
 * @see https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
 * @see https://github.com/org-formation/aws-resource-providers/issues/97
 */
function* ofRegion(
  regional: Regional,
  region: string,
  without: readonly AccountSnapshot[],
): Iterable<Finding> {
  // An account with a part that is still to be made has enabled nothing.
  const { managementAccountId, securityAccountId, logArchiveAccountId } =
    regional.subject.settings ?? {};
  const parts = [managementAccountId, securityAccountId, logArchiveAccountId];
  const needed = without.filter(({ Id }) => parts.includes(Id));
  const byStacks = deployingEverywhere(regional);
  const stop =
    needed.length > 0 ? needed : byStacks.length > 0 ? notNamed(regional, region, without) : [];
  const [first] = stop;
  if (first === undefined) {
    const who = ['GuardDuty', ...byStacks].join(', ');
    const leave = byStacks.length > 0 ? 'leave' : 'leaves';
    const them = without.length > 1 ? 'them' : 'it';
    yield finding(leftOut, {
      found: `${region} is not enabled in ${named(without)}: ${who} ${leave} ${them} out there`,
      places: without.map(({ Id }) => at(Id, region)),
      remedy: 'nothing to do, unless the region is to be enabled',
    });
    return;
  }
  const entry = needed.length > 0 ? undefined : entryOf(regional, region, stop);
  const why = entry === undefined ? '' : `, to which ${byStacks.join(', ')} deploy`;
  const leave =
    entry === undefined
      ? ''
      : `leave them out there with optInExclusions: ['${entry}'] (docs/upgrades/opt-in-regions.md); or `;
  yield finding(notEnabled, {
    found: `${region} is not enabled in ${named(stop)}${why}: org-formation would wait for ten minutes, and fail`,
    places: stop.map(({ Id }) => at(Id, region)),
    remedy: `${leave}run aws account enable-region --region-name ${region} --account-id ${first.Id}, and so for each; or govern ${region} no longer`,
    ...(entry !== undefined && { settings: [{ name: 'optInExclusions', add: [entry] }] }),
  });
}

/**
 * An account that org-formation is to create has enabled no such region when its stacks follow.
 *
 * @see https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
 */
function* ofNewAccounts(regional: Regional, region: string): Iterable<Finding> {
  const { exclusions, names, subject } = regional;
  const made = new Set(names.values());
  const excluded = exclusions.get(region) ?? [];
  const unmade = [...subject.declared]
    .filter(([name, { id }]) => id === undefined && !made.has(name) && !excluded.includes(name))
    .map(([name]) => name);
  const byStacks = deployingEverywhere(regional);
  if (unmade.length > 0 && byStacks.length > 0) {
    const entry = `${region}=${[...excluded, ...unmade].join(',')}`;
    yield finding(notEnabled, {
      found: `${region} is not enabled in accounts that are to be created: ${listed(unmade)}, to which ${byStacks.join(', ')} deploy: org-formation would wait for ten minutes, and fail`,
      places: [at(undefined, region)],
      remedy: `leave them out there with optInExclusions: ['${entry}'] (docs/upgrades/opt-in-regions.md), but for accounts with a part, which have to exist and enable it first; or govern ${region} later`,
      settings: [{ name: 'optInExclusions', add: [entry] }],
    });
  }
}

const deployingEverywhere = ({ subject }: Regional): string[] => [
  ...everywhere.filter((name) => subject.capabilities.has(name)),
  ...(membershipOf(subject) === 'invitation' ? ['guard-duty'] : []),
];

const membershipOf = (subject: Subject): unknown =>
  subject.settings?.guardDutyMembership ?? parameterOf(subject, 'guardDutyMembership');

/** Governed regions, and those of sign-ins: parameters say them before each account is there. */
function regionsOf(subject: Subject): ReadonlySet<string> {
  const { settings } = subject;
  const governed = settings?.governedRegions ?? parameterOf(subject, 'governedRegions');
  const ofSignIns = settings?.signInRegions ?? parameterOf(subject, 'signInRegions');
  return new Set([governed, ofSignIns].flat().map(String));
}

/** Declared accounts that `optInExclusions` does not name for the region. */
function notNamed(
  { exclusions, names }: Regional,
  region: string,
  without: readonly AccountSnapshot[],
): AccountSnapshot[] {
  const excluded = exclusions.get(region) ?? [];
  return without.filter(({ Id }) => {
    const name = names.get(Id);
    return name !== undefined && !excluded.includes(name);
  });
}

/** The entry that leaves them out, too. */
function entryOf(
  { exclusions, names }: Regional,
  region: string,
  more: readonly AccountSnapshot[],
): string {
  const all = [...(exclusions.get(region) ?? []), ...more.flatMap(({ Id }) => names.get(Id) ?? [])];
  return `${region}=${all.join(',')}`;
}

const check: Check = function* (subject) {
  const { snapshot, parameters } = subject;
  const names = logicalNames(subject);
  const exclusions = optInExclusionsOf(parameters);
  const optIn = optInRegionsOf(subject);
  const regional = { subject, names, exclusions, optIn };
  yield* ofExclusions(regional);
  for (const region of regionsOf(subject)) {
    if (optIn.has(region)) {
      // A status that could not be read hides nothing: the region counts as enabled.
      const without = snapshot.accounts
        .filter(isActive)
        .filter(({ regionOptStatus: { [region]: status = 'ENABLED' } }) => !usable.has(status));
      yield* ofSurplus(regional, region, without);
      if (without.length > 0) {
        yield* ofRegion(regional, region, without);
      }
      yield* ofNewAccounts(regional, region);
    }
  }
};

/** Regions that accounts opt in to. */
export const regions: Topic = { kinds: [notEnabled, needless, leftOut, enabledSince], check };
