import type { Finding } from '../finding.ts';
import type { Check, PlacedStack, Subject } from '../subject.ts';
import { finding, type Kind, type Topic } from './kind.ts';
import { type State, type StateBinding, type StateTarget, stateOf } from './state-file.ts';
import { accountOf, at, spotOf } from './view.ts';

const faulty: Kind = {
  kind: 'state-faulty',
  level: 'no-go',
  title: 'org-formation can’t read what it has kept',
  solvedBy: 'an earlier version of the object',
};
const elsewhere: Kind = {
  kind: 'state-elsewhere',
  level: 'no-go',
  title: 'what org-formation has kept is of another organization',
  solvedBy: 'a command',
};
const stackGone: Kind = {
  kind: 'state-stack-gone',
  level: 'no-go',
  title: 'org-formation has deployed a stack that is not there: it would not create it again',
  solvedBy: '`ForceDeploy` of its include, or a command',
};
const accountGone: Kind = {
  kind: 'state-account-gone',
  level: 'no-go',
  title: 'org-formation knows a declared account that the organization no longer has',
  solvedBy: 'organization.yml, or a command',
};
const policyGone: Kind = {
  kind: 'state-policy-gone',
  level: 'no-go',
  title: 'org-formation knows a policy that is not there: it would not create it again',
  solvedBy: 'a command',
};
const unitGone: Kind = {
  kind: 'state-unit-gone',
  level: 'no-go',
  title: 'org-formation knows a unit that is not there: it would not create it again',
  solvedBy: 'a command',
};

/** Changes the state as jq does. */
function editing({ snapshot }: Subject, path: readonly string[]): string {
  const { bucket = '', key = '' } = snapshot.state ?? {};
  const object = `s3://${bucket}/${key}`;
  const expression = path.map((part) => `[${JSON.stringify(part)}]`).join('');
  return `aws s3 cp ${object} - | jq 'del(.${expression})' | aws s3 cp - ${object}`;
}

/** The stack that is still to be there: elsewhere, org-formation deletes it, whether it is there or not. */
const placedAt = ({ stacks }: Subject, target: StateTarget): PlacedStack | undefined =>
  stacks.find(
    ({ stackName, accountId, region }) =>
      stackName === target.stackName && accountId === target.accountId && region === target.region,
  );

/**
 * org-formation compares hashes of its own, and asks CloudFormation only where they differ, or where a
 * task or its include has `ForceDeploy: true`.
 *
 * @see https://github.com/org-formation/org-formation-cli/blob/master/src/cfn-binder/cfn-binder.ts
 */
function* ofStacks(subject: Subject, { targets }: State): Iterable<Finding> {
  for (const target of targets) {
    const { stackName, accountId, region } = target;
    const place = spotOf(subject, accountId, region)?.place;
    const isGone =
      place &&
      !('stacks' in place.unread) &&
      !place.stacks.some(({ StackName }) => StackName === stackName);
    const placed = isGone ? placedAt(subject, target) : undefined;
    const include = placed && subject.includes?.get(placed.capability);
    if (placed && !include?.isForced) {
      const forget = `let org-formation forget it: ${editing(subject, ['stacks', stackName, accountId, region])}`;
      yield finding(stackGone, {
        found: `org-formation has deployed the stack ${stackName}, and it is not there: as long as nothing of it changes, it is not created again`,
        places: [at(accountId, region)],
        remedy: include
          ? `write ForceDeploy: true at ${include.name} in ${include.file}, deploy, and remove it again; or ${forget}`
          : forget,
      });
    }
  }
}

function* ofAccounts(subject: Subject, bindings: readonly StateBinding[]): Iterable<Finding> {
  for (const { type, logicalId, physicalId } of bindings) {
    const isAccount = type === 'OC::ORG::Account' || type === 'OC::ORG::MasterAccount';
    if (isAccount && subject.declared.has(logicalId) && !accountOf(subject, physicalId)) {
      yield finding(accountGone, {
        found: `org-formation knows ${logicalId} as account ${physicalId}, which ${subject.snapshot.organization.Id} no longer has: its role can't be assumed, and each of its stacks would fail`,
        places: [at(physicalId)],
        remedy: `remove ${logicalId} from organization.yml; or invite the account again; or, if it has another id now, let org-formation forget the former: ${editing(subject, ['bindings', type, logicalId])}`,
      });
    }
  }
}

/** What org-formation knows of policies and units, by ids that AWS does not have. */
function* ofOthers(subject: Subject, bindings: readonly StateBinding[]): Iterable<Finding> {
  const { policies, units, unread } = subject.snapshot.organization;
  const known = [
    {
      of: 'OC::ORG::ServiceControlPolicy',
      kind: policyGone,
      what: 'the policy',
      ids: 'policies' in unread ? undefined : new Set(policies.map(({ Id }) => Id)),
    },
    {
      of: 'OC::ORG::OrganizationalUnit',
      kind: unitGone,
      what: 'the unit',
      ids: 'units' in unread ? undefined : new Set(units.map(({ Id }) => Id)),
    },
  ];
  for (const { of, kind, what, ids } of known) {
    for (const { type, logicalId, physicalId } of bindings) {
      if (type === of && ids && !ids.has(physicalId)) {
        yield finding(kind, {
          found: `org-formation knows ${what} ${logicalId} as ${physicalId}, which is not there: as long as it does not change, it is not created again, and a change fails`,
          places: [at(subject.snapshot.organization.MasterAccountId)],
          remedy: `let org-formation forget it: ${editing(subject, ['bindings', type, logicalId])}`,
        });
      }
    }
  }
}

const check: Check = function* (subject) {
  const state = stateOf(subject);
  const { MasterAccountId } = subject.snapshot.organization;
  const { bucket, key } = subject.snapshot.state ?? {};
  if (state === 'faulty') {
    yield finding(faulty, {
      found: `s3://${bucket}/${key} is not JSON: org-formation stops, and knows nothing of what it has deployed`,
      places: [at(MasterAccountId)],
      remedy: `restore an earlier version: aws s3api list-object-versions --bucket ${bucket} --prefix ${key}`,
    });
  } else if (state && (state.masterAccountId ?? MasterAccountId) !== MasterAccountId) {
    yield finding(elsewhere, {
      found: `s3://${bucket}/${key} is of the organization of account ${state.masterAccountId}, and org-formation stops: the management account is ${MasterAccountId}`,
      places: [at(MasterAccountId)],
      remedy: `move it away: aws s3 mv s3://${bucket}/${key} s3://${bucket}/${key}.${state.masterAccountId}`,
    });
  } else if (state) {
    yield* ofStacks(subject, state);
    yield* ofAccounts(subject, state.bindings);
    yield* ofOthers(subject, state.bindings);
  }
};

/** What org-formation has kept, where it is not as AWS has it. */
export const state: Topic = {
  kinds: [faulty, elsewhere, stackGone, accountGone, policyGone, unitGone],
  check,
};
