import type { Settings } from '../../organization/types.ts';
import type { Finding, Setting } from '../finding.ts';
import type { Check, Subject } from '../subject.ts';
import { finding, type Kind, type Topic } from './kind.ts';
import { isDeployed, isOwnStack } from './owner.ts';
import { at, logicalNames, prefixOf, type Spot, spotsOf } from './view.ts';

const fixed: Kind = {
  kind: 'parameter-changed',
  level: 'no-go',
  title: 'a parameter that can’t change differs from what is deployed',
  solvedBy: 'that parameter',
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

/** A parameter of a stack, the one of organization-parameters.yml, and what it would be. */
interface Compared {
  readonly of: string;
  readonly name: string;
  readonly value: (settings: Settings) => string;
  readonly kind: Kind;
  /** What comes of it. */
  readonly why: string;
}

const compared: readonly Compared[] = [
  {
    of: 'resourcePrefix',
    name: 'resourcePrefix',
    value: ({ resourcePrefix }) => resourcePrefix,
    kind: fixed,
    why: 'everything would be made a second time, with new and empty buckets',
  },
  {
    of: 'homeRegion',
    name: 'homeRegion',
    value: ({ homeRegion }) => homeRegion,
    kind: fixed,
    why: 'names that are unique worldwide, or in an account, are taken by what is in the old one',
  },
  {
    of: 'securityAccountId',
    name: 'securityAccount',
    value: ({ securityAccountId }) => securityAccountId,
    kind: fixed,
    why: 'AWS has one administrator of GuardDuty and Access Analyzer, which is the old one',
  },
  {
    of: 'logArchiveAccountId',
    name: 'logArchiveAccount',
    value: ({ logArchiveAccountId }) => logArchiveAccountId,
    kind: fixed,
    why: 'new evidence would go to new and empty buckets',
  },
  {
    of: 'bucketSuffix',
    name: 'reportBucketSuffix',
    value: ({ reportBucketSuffix }) => reportBucketSuffix,
    kind: buckets,
    why: 'each account gets a new and empty bucket',
  },
  {
    of: 'bucketNamespace',
    name: 'reportBucketNamespace',
    value: ({ reportBucketNamespace }) => reportBucketNamespace,
    kind: buckets,
    why: 'each account gets a new and empty bucket',
  },
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

function settingOf(subject: Subject, name: string, value: string): Setting | undefined {
  if (!name.endsWith('Account')) {
    return { name, value };
  }
  const logicalName = logicalNames(subject).get(value);
  return logicalName === undefined ? undefined : { name, value: logicalName };
}

function* ofParameters(subject: Subject, settings: Settings): Iterable<Finding> {
  const stacks = [...deployed(subject)];
  for (const { of, name, value, kind, why } of compared) {
    const wanted = value(settings);
    const others = stacks.filter(({ parameters }) => (parameters[of] ?? wanted) !== wanted);
    for (const [was, spots] of Map.groupBy(others, ({ parameters }) => parameters[of] ?? '')) {
      const setting = settingOf(subject, name, was);
      const places = spots.map(({ account, place }) => at(account.Id, place.region));
      yield finding(kind, {
        found: `${name} is '${wanted}', and the last deployment had '${was}': ${why}`,
        places: [...new Map(places.map((each) => [JSON.stringify(each), each])).values()],
        remedy: `set ${name} to ${setting && 'value' in setting ? setting.value : was} again`,
        ...(setting && { settings: [setting] }),
      });
    }
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
  if (settings) {
    yield* ofParameters(subject, settings);
    yield* ofMembership(subject, settings);
  }
};

/** Parameters that differ from what is deployed. */
export const changed: Topic = { kinds: [fixed, buckets, membership], check };
