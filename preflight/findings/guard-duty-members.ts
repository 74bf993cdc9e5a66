import type { AccountSnapshot, DetectorSnapshot } from 'ofn-rehearse';
import { archiveBucket } from '../../organization/buckets.ts';
import type { Settings } from '../../organization/types.ts';
import type { Finding } from '../finding.ts';
import type { Check, Subject } from '../subject.ts';
import { finding, type Kind, type Topic } from './kind.ts';
import { isOwnStack, stackWith } from './owner.ts';
import { optInRegionsOf } from './regions.ts';
import { at, boundAccounts, isActive, listed, spotOf } from './view.ts';

const administrator: Kind = {
  kind: 'guard-duty-administered-elsewhere',
  level: 'no-go',
  title: 'another account administers GuardDuty of the organization in a region',
  solvedBy: '`securityAccount`, or a command',
};
const invitation: Kind = {
  kind: 'guard-duty-invited-elsewhere',
  level: 'no-go',
  title: 'an account is a GuardDuty member, by invitation, of another account',
  solvedBy: 'a command',
};
const members: Kind = {
  kind: 'guard-duty-members-there',
  level: 'no-go',
  title: 'accounts are GuardDuty members already, and a stack would create them again',
  solvedBy: '`guardDutyMembers`',
};
const detector: Kind = {
  kind: 'guard-duty-detector-there',
  level: 'no-go',
  title: 'with invitation, an account has a detector of GuardDuty, and AWS allows one',
  solvedBy: '`guardDutyMembership`',
};
const exported: Kind = {
  kind: 'guard-duty-export-there',
  level: 'no-go',
  title:
    'GuardDuty exports the findings of a region to another bucket, and a detector has one export',
  solvedBy: '`findingAdoptedExports`',
};

/** @see https://docs.aws.amazon.com/guardduty/latest/APIReference/API_Member.html */
const gone: ReadonlySet<string> = new Set(['Removed', 'Resigned', 'RegionDisabled']);

type Judged = Subject & { readonly settings: Settings };

/** @see https://docs.aws.amazon.com/guardduty/latest/APIReference/API_EnableOrganizationAdminAccount.html */
function* ofAdministrator({ snapshot, settings }: Judged, region: string): Iterable<Finding> {
  const { MasterAccountId } = snapshot.organization;
  const place = spotOf({ snapshot }, MasterAccountId, region)?.place;
  for (const id of place?.guardDutyAdministrators ?? []) {
    if (id !== settings.securityAccountId) {
      yield finding(administrator, {
        found: `account ${id} administers GuardDuty of the organization in ${region}, and AWS allows one`,
        places: [at(id, region)],
        remedy: `set securityAccount to that account; or run aws guardduty disable-organization-admin-account --admin-account-id ${id} --region ${region}, which removes its members and leaves GuardDuty on`,
      });
    }
  }
}

/** @see https://docs.aws.amazon.com/guardduty/latest/APIReference/API_DisassociateFromAdministratorAccount.html */
function* ofInvitations(subject: Judged, region: string): Iterable<Finding> {
  const { snapshot, settings } = subject;
  const { MasterAccountId } = snapshot.organization;
  const delegated = spotOf(subject, MasterAccountId, region)?.place.guardDutyAdministrators ?? [];
  for (const { account } of boundAccounts(subject)) {
    const there = spotOf(subject, account.Id, region)?.place.detector;
    const { AccountId: id, RelationshipStatus } = there?.administrator ?? {};
    const isOther = id !== undefined && id !== settings.securityAccountId;
    if (there && isOther && RelationshipStatus === 'Enabled' && !delegated.includes(id)) {
      yield finding(invitation, {
        found: `${account.Name} ${account.Id} is a GuardDuty member of account ${id} in ${region}, by invitation, and an account has one administrator`,
        places: [at(account.Id, region)],
        remedy: `with credentials of ${account.Id}, run aws guardduty disassociate-from-administrator-account --detector-id ${there.DetectorId} --region ${region}`,
      });
    }
  }
}

/** @see https://docs.aws.amazon.com/guardduty/latest/APIReference/API_CreatePublishingDestination.html */
function* ofExports(
  { settings, capabilities }: Judged,
  region: string,
  { exports }: DetectorSnapshot,
): Iterable<Finding> {
  if (!capabilities.has('findings') || settings.findingAdoptedExports.includes(region)) {
    return;
  }
  for (const { DestinationArn } of exports) {
    if (!DestinationArn.endsWith(`:::${archiveBucket(settings, 'findings')}`)) {
      yield finding(exported, {
        found: `GuardDuty of the security account exports the findings of ${region} to ${DestinationArn} already, and a detector has one export`,
        places: [at(settings.securityAccountId, region)],
        remedy: `add ${region} to findingAdoptedExports, which leaves that export as it is; or delete it, and deploy`,
        settings: [{ name: 'findingAdoptedExports', add: [region] }],
      });
    }
  }
}

/** Whether members are resources of a stack, as templates/guard-duty/_tasks.yml decides. */
function declaresMembers(subject: Judged): boolean {
  const { capabilities, settings, snapshot, parameters } = subject;
  const isMany = snapshot.accounts.length > 450;
  const which = parameters.value.guardDutyMembers ?? (isMany ? 'all' : 'declared');
  return (
    capabilities.has('guard-duty') &&
    settings.guardDutyMembership === 'organization' &&
    which !== 'all'
  );
}

/** @see https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-test-contract.html */
function* ofMembers(
  subject: Judged,
  account: AccountSnapshot,
  region: string,
  there: DetectorSnapshot,
): Iterable<Finding> {
  const isOwn = (id: string): boolean => {
    const stack = account.places
      .filter((place) => place.region === region)
      .flatMap(({ stacks }) => stacks.filter((each) => isOwnStack(subject, each)))
      .flatMap(({ resources }) => resources);
    return stack.some(
      // The detector may stand before the account.
      ({ ResourceType, PhysicalResourceId }) =>
        ResourceType === 'AWS::GuardDuty::Member' && PhysicalResourceId.endsWith(id),
    );
  };
  const created = new Set(boundAccounts(subject).map(({ account: { Id } }) => Id));
  const others = there.members
    .filter(({ RelationshipStatus }) => !gone.has(RelationshipStatus))
    .map(({ AccountId }) => AccountId)
    .filter((id) => created.has(id) && !isOwn(id));
  if (others.length > 0) {
    yield finding(members, {
      found: `${listed(others)} are GuardDuty members in ${region} already, without a resource of the stack: CloudFormation may refuse to create what exists`,
      places: [at(account.Id, region)],
      remedy: 'set guardDutyMembers to all: then the function adopts members, and adds the others',
      settings: [{ name: 'guardDutyMembers', value: 'all' }],
    });
  }
}

/** @see https://docs.aws.amazon.com/guardduty/latest/APIReference/API_CreateDetector.html */
function* ofDetectors(subject: Judged, region: string): Iterable<Finding> {
  const accounts = boundAccounts(subject).map(({ account }) => account);
  for (const account of accounts.filter(isActive)) {
    const there = spotOf(subject, account.Id, region)?.place.detector;
    const type = 'AWS::GuardDuty::Detector';
    const stack = there && stackWith(account, type, there.DetectorId, region);
    if (there && !(stack && isOwnStack(subject, stack))) {
      yield finding(detector, {
        found: `${account.Name} ${account.Id} has the detector ${there.DetectorId} in ${region}, and AWS allows one: with invitation a stack would create it`,
        places: [at(account.Id, region)],
        remedy: 'set guardDutyMembership to organization, which adopts detectors',
        settings: [{ name: 'guardDutyMembership', value: 'organization' }],
      });
    }
  }
}

function* inRegion(subject: Judged, region: string): Iterable<Finding> {
  const { settings, capabilities } = subject;
  const isOrganization = settings.guardDutyMembership === 'organization';
  if (capabilities.has('guard-duty')) {
    if (isOrganization) {
      yield* ofAdministrator(subject, region);
      yield* ofInvitations(subject, region);
    } else {
      yield* ofDetectors(subject, region);
    }
  }
  const spot = spotOf(subject, settings.securityAccountId, region);
  if (spot?.place.detector) {
    yield* ofExports(subject, region, spot.place.detector);
    if (declaresMembers(subject) && !optInRegionsOf(subject).has(region)) {
      yield* ofMembers(subject, spot.account, region, spot.place.detector);
    }
  }
}

const check: Check = function* (subject) {
  const { settings } = subject;
  for (const region of settings?.governedRegions ?? []) {
    if (settings) {
      yield* inRegion({ ...subject, settings }, region);
    }
  }
};

/** Administrators, members, detectors and exports of GuardDuty that are there already. */
export const guardDutyMembers: Topic = {
  kinds: [administrator, invitation, members, detector, exported],
  check,
};
