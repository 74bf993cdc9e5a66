import type { AccountSnapshot } from 'ofn-rehearse';
import type { Finding } from '../finding.ts';
import type { Check, Subject } from '../subject.ts';
import { finding, type Kind, type Topic } from './kind.ts';
import { at, boundAccounts, isActive, logicalNames, suspendedUnit } from './view.ts';

const notActive: Kind = {
  kind: 'account-not-active',
  level: 'no-go',
  title: 'an account that is suspended or closed is declared outside of the suspended unit',
  solvedBy: 'organization.yml',
};
const pending: Kind = {
  kind: 'account-pending',
  level: 'no-go',
  title: 'a declared account is not active yet',
  solvedBy: 'waiting',
};
const unreachable: Kind = {
  kind: 'account-unreachable',
  level: 'no-go',
  title: 'the role of org-formation can’t be assumed in an account',
  solvedBy: 'a role, or its name in organization.yml',
};
const undeclared: Kind = {
  kind: 'account-undeclared',
  level: 'no-go',
  title: 'an account that organization.yml does not declare gets no recorder, and rules need one',
  solvedBy: '`configExcludedAccounts`, or organization.yml',
};

/** An account as AWS Organizations describes it, whose state does not allow a deployment. */
function* ofState(account: AccountSnapshot, name: string, unit: string): Iterable<Finding> {
  const which = `${name} is ${account.Name} ${account.Id}, whose state is ${account.state}`;
  const places = [at(account.Id)];
  if (account.state === 'PENDING_ACTIVATION') {
    yield finding(pending, {
      found: `${which}: its role can't be assumed yet`,
      places,
      remedy: `wait until aws organizations describe-account --account-id ${account.Id} answers ACTIVE`,
    });
  } else {
    yield finding(notActive, {
      found: `${which}: its role can't be assumed, and each of its stacks would fail`,
      places,
      remedy: `name it in the Accounts of ${unit} in organization.yml, or remove it there`,
    });
  }
}

/** @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_access.html */
function ofAccess({ snapshot }: Subject, account: AccountSnapshot, name: string): Finding[] {
  const { code, message } = account.unreachable ?? {};
  const { roleName, accountId } = snapshot.caller;
  return code === undefined || account.Id === accountId
    ? []
    : [
        finding(unreachable, {
          found: `the role ${roleName} of ${name} (${account.Name} ${account.Id}) can't be assumed: ${code}, ${message}`,
          places: [at(account.Id)],
          remedy: `create the role ${roleName} in it, with AdministratorAccess and trust in account ${snapshot.organization.MasterAccountId}, while it is in no unit with ProtectBaseline, which denies iam:CreateRole for that name; or give the name of the role that it has as OrganizationAccessRoleName in organization.yml`,
        }),
      ];
}

/** config-recorder fails unless every active account records. */
function* ofStrangers(subject: Subject): Iterable<Finding> {
  const { settings, capabilities, snapshot } = subject;
  if (!settings || !capabilities.has('config-recorder')) {
    return;
  }
  const names = logicalNames(subject);
  for (const { Id, Name } of snapshot.accounts.filter(isActive)) {
    if (!names.has(Id) && !settings.configExcludedAccountIds.includes(Id)) {
      yield finding(undeclared, {
        found: `${Name} ${Id} is not in organization.yml: it gets no recorder of AWS Config, and an organization rule fails as a whole without one`,
        places: [at(Id)],
        remedy: `add '${Id}' to configExcludedAccounts; or declare it in organization.yml`,
        settings: [{ name: 'configExcludedAccounts', add: [Id] }],
      });
    }
  }
}

const check: Check = function* (subject) {
  const unit = suspendedUnit(subject);
  for (const { account, name } of boundAccounts(subject)) {
    if (isActive(account)) {
      yield* ofAccess(subject, account, name);
    } else {
      yield* ofState(account, name, unit);
    }
  }
  yield* ofStrangers(subject);
};

/** Accounts of the organization, and whether they can be deployed to. */
export const accounts: Topic = {
  kinds: [notActive, pending, unreachable, undeclared],
  check,
};
