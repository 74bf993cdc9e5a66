import { isMap } from '../../organization/organization-file.ts';
import type { Settings } from '../../organization/types.ts';
import type * as parameters from '../../templates/parameters.ts';
import type { Finding, Setting } from '../finding.ts';
import type { Check, Subject } from '../subject.ts';
import { finding, type Kind, type Topic } from './kind.ts';
import { isDeployed, isOwnStack } from './owner.ts';
import { stateOf } from './state-file.ts';
import { at, logicalNames, parameterOf, prefixOf, type Spot, spotsOf } from './view.ts';

const fixed: Kind = {
  kind: 'parameter-changed',
  level: 'no-go',
  title: 'a parameter that can’t change differs from what is deployed',
  solvedBy: 'that parameter; docs/decisions/moves.md has the way to change it',
};
const buckets: Kind = {
  kind: 'report-buckets-renamed',
  level: 'note',
  title: 'a parameter makes other names of report buckets than those that are deployed',
  solvedBy: '`reportBucketSuffix`, `reportBucketNamespace`',
};
const membership: Kind = {
  kind: 'guard-duty-membership-changed',
  level: 'note',
  title: '`guardDutyMembership` differs from what is deployed',
  solvedBy: 'the steps of docs/upgrades/guard-duty-membership.md',
};

/** A parameter of a stack, the one of organization-parameters.yml, and what comes of another value. */
interface Compared {
  readonly of: string;
  readonly name: keyof typeof parameters;
  readonly kind: Kind;
  readonly why: string;
}

const emptyBuckets = { kind: buckets, why: 'each account gets a new and empty bucket' };

const compared: readonly Compared[] = [
  {
    ...{ of: 'resourcePrefix', name: 'resourcePrefix', kind: fixed },
    why: 'everything would be made a second time, with new and empty buckets',
  },
  {
    ...{ of: 'homeRegion', name: 'homeRegion', kind: fixed },
    why: 'names that are unique worldwide, or in an account, are taken by what is in the old one',
  },
  {
    ...{ of: 'securityAccountId', name: 'securityAccount', kind: fixed },
    why: 'AWS has one administrator of GuardDuty and Access Analyzer, which is the old one',
  },
  {
    ...{ of: 'logArchiveAccountId', name: 'logArchiveAccount', kind: fixed },
    why: 'new evidence would go to new and empty buckets',
  },
  { of: 'bucketSuffix', name: 'reportBucketSuffix', ...emptyBuckets },
  { of: 'bucketNamespace', name: 'reportBucketNamespace', ...emptyBuckets },
];

/** The stacks of this project, also under a prefix that it had: they have it as a parameter. */
function* deployed(subject: Subject): Iterable<Spot & { parameters: Record<string, string> }> {
  for (const spot of spotsOf(subject)) {
    for (const stack of spot.place.stacks) {
      const { resourcePrefix } = stack.Parameters;
      const isFormer =
        resourcePrefix !== undefined &&
        stack.StackName.startsWith(`${resourcePrefix}-`) &&
        // What others call so has not our accounts.
        subject.stacks.some(
          ({ stackName }) =>
            stack.StackName.slice(resourcePrefix.length) ===
            stackName.slice(prefixOf(subject).length),
        );
      if (isDeployed(stack) && (isOwnStack(subject, stack) || isFormer)) {
        yield { ...spot, parameters: stack.Parameters };
      }
    }
  }
}

/** What a stack gets; the logical name of an account that is still to be made. */
function wantedOf(subject: Subject, name: Compared['name']): string {
  const { settings } = subject;
  if (settings && (name === 'securityAccount' || name === 'logArchiveAccount')) {
    return settings[`${name}Id`];
  }
  const value = parameterOf(subject, name);
  const reference = isMap(value) ? String(value['Ref']) : String(value);
  const found = [...logicalNames(subject)].find(([, logicalName]) => logicalName === reference);
  return found?.[0] ?? reference;
}

function settingOf(subject: Subject, name: string, value: string): Setting | undefined {
  if (!name.endsWith('Account')) {
    return { name, value };
  }
  const logicalName = logicalNames(subject).get(value);
  return logicalName === undefined ? undefined : { name, value: logicalName };
}

type Place = Finding['places'][number];

function findingFor(
  subject: Subject,
  { name, kind, why }: Compared,
  was: string,
  places: readonly Place[],
): Finding {
  const setting = settingOf(subject, name, was);
  const way = kind === fixed ? '; docs/decisions/moves.md has the way to change it' : '';
  return finding(kind, {
    found: `${name} is '${wantedOf(subject, name)}', and the last deployment had '${was}': ${why}`,
    places: [...new Map(places.map((each) => [JSON.stringify(each), each])).values()],
    remedy: `set ${name} to ${setting && 'value' in setting ? setting.value : was} again${way}`,
    ...(setting && { settings: [setting] }),
  });
}

function* ofParameters(subject: Subject): Iterable<Finding> {
  const stacks = [...deployed(subject)];
  for (const one of compared) {
    const wanted = wantedOf(subject, one.name);
    const others = stacks.filter(({ parameters }) => (parameters[one.of] ?? wanted) !== wanted);
    for (const [was, spots] of Map.groupBy(others, ({ parameters }) => parameters[one.of] ?? '')) {
      const places = spots.map(({ account, place }) => at(account.Id, place.region));
      yield findingFor(subject, one, was, places);
    }
  }
}

/** Stacks that are in the home region alone. */
const homeStacks = ['organization-access', 'cloud-trail'];

/** A region that is not governed any more is not read, but org-formation knows what it has there. */
function* ofUnreadHomeRegion(subject: Subject): Iterable<Finding> {
  const state = stateOf(subject);
  const homeRegion = compared.find(({ name }) => name === 'homeRegion');
  if (!state || state === 'faulty' || !homeRegion) {
    return;
  }
  const names = homeStacks.map((name) => `${prefixOf(subject)}-${name}`);
  const unread = state.targets.filter(
    ({ stackName, region }) =>
      names.includes(stackName) && !subject.snapshot.regions.includes(region),
  );
  for (const [was, targets] of Map.groupBy(unread, ({ region }) => region)) {
    const places = targets.map(({ accountId }) => at(accountId, was));
    yield findingFor(subject, homeRegion, was, places);
  }
}

/** @see docs/upgrades/guard-duty-membership.md */
function* ofMembership(subject: Subject, settings: Settings): Iterable<Finding> {
  const former = {
    organization: 'guard-duty-detector',
    invitation: 'guard-duty-organization',
  }[settings.guardDutyMembership];
  const name = `${prefixOf(subject)}-${former}`;
  const spots = spotsOf(subject).filter(({ place }) =>
    place.stacks.some((stack) => stack.StackName === name && isDeployed(stack)),
  );
  if (spots.length > 0 && subject.capabilities.has('guard-duty')) {
    yield finding(membership, {
      found: `guardDutyMembership is ${settings.guardDutyMembership}, and the stack ${name} of the other mode is deployed`,
      places: spots.map(({ account, place }) => at(account.Id, place.region)),
      remedy:
        settings.guardDutyMembership === 'organization'
          ? 'follow docs/upgrades/guard-duty-membership.md'
          : 'set guardDutyMembership to organization again: there is no way back without deleting detectors (docs/upgrades/guard-duty-membership.md)',
    });
  }
}

const check: Check = function* (subject) {
  const { settings } = subject;
  yield* ofParameters(subject);
  yield* ofUnreadHomeRegion(subject);
  if (settings) {
    yield* ofMembership(subject, settings);
  }
};

/** Parameters that differ from what is deployed. */
export const changed: Topic = { kinds: [fixed, buckets, membership], check };
