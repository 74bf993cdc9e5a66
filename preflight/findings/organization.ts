import type { Finding } from '../finding.ts';
import type { Check, Subject } from '../subject.ts';
import { finding, type Kind, type Topic } from './kind.ts';
import { at } from './view.ts';

const STACK_SETS = 'member.org.stacksets.cloudformation.amazonaws.com';

const features: Kind = {
  kind: 'features-not-all',
  level: 'no-go',
  title: 'the organization has consolidated billing only',
  solvedBy: 'a command, and the consent of each invited account',
};
const caller: Kind = {
  kind: 'caller-elsewhere',
  level: 'no-go',
  title: 'the credentials are not of the management account',
  solvedBy: 'other credentials',
};
const reader: Kind = {
  kind: 'reader-elsewhere',
  level: 'note',
  title:
    'the organization was read from another account, with another role than the one that deploys',
  solvedBy: 'nothing: a deployment needs credentials of the management account',
};
const policyType: Kind = {
  kind: 'policy-type-off',
  level: 'note',
  title: 'service control policies are not enabled',
  solvedBy: 'nothing: org-formation enables them',
};
const stackSets: Kind = {
  kind: 'stack-sets-not-activated',
  level: 'note',
  title: 'AWS Organizations trusts StackSets, and CloudFormation has not activated them',
  solvedBy: 'nothing: organization-access activates them',
};
const stackSetsNeeded: Kind = {
  kind: 'stack-sets-needed',
  level: 'no-go',
  title: 'security-reporting needs StackSets, and nothing activates them',
  solvedBy: '`trustedServices`',
};

/** @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_org_support-all-features.html */
function* ofFeatures({ snapshot }: Subject): Iterable<Finding> {
  const { FeatureSet, MasterAccountId } = snapshot.organization;
  if (FeatureSet !== 'ALL') {
    yield finding(features, {
      found: `the organization has the feature set ${FeatureSet}, with which no policy and no trusted access is possible`,
      places: [at(MasterAccountId)],
      remedy:
        'run aws organizations enable-all-features; each account that was invited has to agree',
    });
  }
}

/**
 * org-formation reads the organization, and assumes the role of each account, with credentials of the
 * management account. An auditor with a role of its own deploys nothing.
 */
function* ofCaller({ snapshot, deployingRole }: Subject): Iterable<Finding> {
  const { accountId, arn, roleName } = snapshot.caller;
  const { MasterAccountId } = snapshot.organization;
  if (accountId !== MasterAccountId) {
    const isReader = deployingRole !== undefined && roleName !== deployingRole;
    yield finding(isReader ? reader : caller, {
      found: `the credentials are those of ${arn}, and the management account is ${MasterAccountId}`,
      places: [at(accountId)],
      remedy: `to deploy, set AWS_PROFILE to a profile of account ${MasterAccountId}`,
    });
  }
}

/**
 * org-formation enables the type before it attaches a policy, and AWS then attaches FullAWSAccess
 * everywhere: nothing is denied by that.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/enable-policy-type.html
 * @see https://github.com/org-formation/org-formation-cli/blob/master/src/aws-provider/aws-organization-writer.ts
 */
function* ofPolicyType({ snapshot }: Subject): Iterable<Finding> {
  const { policyTypes, FeatureSet, MasterAccountId, unread } = snapshot.organization;
  const isOn = policyTypes.some(
    ({ Type, Status }) => Type === 'SERVICE_CONTROL_POLICY' && Status === 'ENABLED',
  );
  if (!isOn && FeatureSet === 'ALL' && !('policyTypes' in unread)) {
    yield finding(policyType, {
      found: 'the root has not enabled SERVICE_CONTROL_POLICY',
      places: [at(MasterAccountId)],
      remedy: 'nothing to do: org-formation enables it before it attaches a policy',
    });
  }
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeOrganizationsAccess.html */
function* ofStackSets({ snapshot, settings, capabilities }: Subject): Iterable<Finding> {
  const { stackSetsAccess, trustedServices, MasterAccountId } = snapshot.organization;
  if (!settings || stackSetsAccess === undefined || stackSetsAccess === 'ENABLED') {
    return;
  }
  const places = [at(MasterAccountId)];
  const isActivated =
    capabilities.has('organization-access') &&
    settings.trustedAccessPrincipals.includes(STACK_SETS);
  if (isActivated && trustedServices.includes(STACK_SETS)) {
    yield finding(stackSets, {
      found: `AWS Organizations trusts ${STACK_SETS}, and DescribeOrganizationsAccess answers ${stackSetsAccess}`,
      places,
      remedy: 'nothing to do: organization-access activates it',
    });
  }
  if (!isActivated && capabilities.has('security-reporting')) {
    yield finding(stackSetsNeeded, {
      found: `security-reporting deploys a StackSet, and DescribeOrganizationsAccess answers ${stackSetsAccess}`,
      places,
      remedy: `add ${STACK_SETS} to trustedServices, and deploy organization-access; or run aws cloudformation activate-organizations-access`,
    });
  }
}

const check: Check = function* (subject) {
  yield* ofFeatures(subject);
  yield* ofCaller(subject);
  yield* ofPolicyType(subject);
  yield* ofStackSets(subject);
};

/** The organization itself. */
export const organization: Topic = {
  kinds: [features, caller, reader, policyType, stackSets, stackSetsNeeded],
  check,
};
