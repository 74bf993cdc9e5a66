import type { DeclaredAccount } from '../../organization/organization-file.ts';
import type { Finding } from '../finding.ts';
import type { Check, Subject } from '../subject.ts';
import { finding, type Kind, type Topic } from './kind.ts';
import { stateOf } from './state-file.ts';
import { at, listed, logicalNames } from './view.ts';

const ACCOUNT = 'OC::ORG::Account';

const invited: Kind = {
  kind: 'account-invited',
  level: 'no-go',
  title: 'a declared account has been invited, and has not accepted',
  solvedBy: 'its consent',
};
const requested: Kind = {
  kind: 'account-requested',
  level: 'no-go',
  title: 'a declared account is being created',
  solvedBy: 'waiting',
};
const unknown: Kind = {
  kind: 'account-unknown',
  level: 'no-go',
  title: 'organization.yml declares an id that the organization does not have',
  solvedBy: 'organization.yml, or an invitation',
};

const unplaced: Kind = {
  kind: 'account-in-no-unit',
  level: 'note',
  title: 'a declared account is in no unit, and policies of units do not apply to it',
  solvedBy: 'organization.yml',
};

/** org-formation leaves it in the root, or moves it there; bindings to all accounts include it. */
function* ofUnits(subject: Subject): Iterable<Finding> {
  const { declared, snapshot } = subject;
  const ids = new Map([...logicalNames(subject)].map(([id, name]) => [name, id]));
  const hasUnits = [...declared.values()].some(({ unit }) => unit !== undefined);
  const without = [...declared.keys()].filter(
    (name) =>
      hasUnits &&
      declared.get(name)?.unit === undefined &&
      ids.get(name) !== snapshot.organization.MasterAccountId,
  );
  if (without.length > 0) {
    yield finding(unplaced, {
      found: `${listed(without)} in organization.yml: in the Accounts of no unit, and so in the root, where policies of units do not apply`,
      places: without.flatMap((name) => ids.get(name) ?? []).map((id) => at(id)),
      remedy: 'name each in the Accounts of one unit, unless the root is meant',
    });
  }
}

/**
 * org-formation looks for an account by its id and its e-mail address, and creates one where it finds
 * none: an id alone does not keep it from that.
 *
 * @see https://github.com/org-formation/org-formation-cli/blob/master/src/aws-provider/aws-organization-writer.ts
 */
function findingOf(
  { snapshot }: Subject,
  logicalName: string,
  { id, name, email }: DeclaredAccount,
): Finding | undefined {
  const { handshakes, accountRequests } = snapshot.organization;
  const targets = [id, email?.toLowerCase()];
  const handshake = handshakes.find(({ target }) => targets.includes(target.toLowerCase()));
  if (handshake) {
    return finding(invited, {
      found: `${logicalName} is invited (${handshake.Id}), and is not in the organization before ${handshake.target} accepts: org-formation would try to create it`,
      places: [at(id)],
      remedy: `run aws organizations accept-handshake --handshake-id ${handshake.Id} with credentials of that account; or remove ${logicalName} from organization.yml until then`,
    });
  }
  const request = accountRequests.find(({ AccountName }) => AccountName === name);
  if (request) {
    return finding(requested, {
      found: `${logicalName} (${name}) is being created (${request.Id}): org-formation would ask for it again`,
      places: [],
      remedy: `wait until aws organizations describe-create-account-status --create-account-request-id ${request.Id} answers SUCCEEDED`,
    });
  }
  return id === undefined
    ? undefined // one that org-formation is to create
    : finding(unknown, {
        found: `${logicalName} has the AccountId ${id}, which is not an account of ${snapshot.organization.Id}: org-formation would create a new account`,
        places: [at(id)],
        remedy: `correct the AccountId in organization.yml; or run aws organizations invite-account-to-organization --target Id=${id},Type=ACCOUNT`,
      });
}

const check: Check = function* (subject) {
  const present = new Set(logicalNames(subject).values());
  const state = stateOf(subject);
  const bindings = state && state !== 'faulty' ? state.bindings : [];
  for (const [logicalName, account] of subject.declared) {
    // What org-formation knows already is not created: see state.ts.
    const isKnown =
      present.has(logicalName) ||
      bindings.some(({ type, logicalId }) => type === ACCOUNT && logicalId === logicalName);
    const found = isKnown ? undefined : findingOf(subject, logicalName, account);
    if (found) {
      yield found;
    }
  }
  yield* ofUnits(subject);
};

/** Accounts that organization.yml declares: those that the organization does not have, or no unit. */
export const declared: Topic = { kinds: [invited, requested, unknown, unplaced], check };
