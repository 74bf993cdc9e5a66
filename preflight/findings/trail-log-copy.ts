import type { Check } from '../subject.ts';
import { finding, type Kind, type Topic } from './kind.ts';
import { isOwnStack, stackWith } from './owner.ts';
import { accountOf, at, parameterOf } from './view.ts';

const taken: Kind = {
  kind: 'log-copy-role-taken',
  level: 'no-go',
  title:
    'the log archive account has the service-linked role of log centralization, in no stack of this project',
  solvedBy: '`trailLogCopyRole`',
};
const elsewhere: Kind = {
  kind: 'log-copy-partition',
  level: 'no-go',
  title: "the trail's log group is to be copied where CloudFormation has no centralization rules",
  solvedBy: '`trailLogCopy`',
};

const role = {
  path: '/aws-service-role/logs-centralization.observabilityadmin.amazonaws.com/',
  type: 'AWS::IAM::ServiceLinkedRole',
};

/**
 * CloudFormation can't create a service-linked role that exists, and has the rule in one partition.
 *
 * @see https://github.com/aws/aws-cdk/issues/3492
 */
const check: Check = function* (subject) {
  const { settings, snapshot, capabilities } = subject;
  if (!settings?.trailLogCopy || !capabilities.has('trail-log-copy')) {
    return;
  }
  const partition = snapshot.caller.arn.split(':')[1] ?? 'aws';
  if (partition !== 'aws') {
    yield finding(elsewhere, {
      found: `trailLogCopy is true, and the partition is ${partition}: CloudFormation has no type AWS::ObservabilityAdmin::OrganizationCentralizationRule there`,
      places: [at(settings.managementAccountId, settings.homeRegion)],
      remedy: 'set trailLogCopy to false: the bucket of the trail has every event',
      settings: [{ name: 'trailLogCopy', value: false }],
    });
  }
  const account = accountOf(subject, settings.logArchiveAccountId);
  const there = account?.roles.find(({ Path }) => Path === role.path);
  if (!account || !there || String(parameterOf(subject, 'trailLogCopyRole')) === 'false') {
    return;
  }
  const stack = stackWith(account, role.type, there.RoleName);
  if (!stack || !isOwnStack(subject, stack)) {
    yield finding(taken, {
      found: `${there.RoleName} is in the log archive account already: CloudFormation can't create it`,
      places: [at(account.Id)],
      remedy: 'set trailLogCopyRole to false',
      settings: [{ name: 'trailLogCopyRole', value: false }],
    });
  }
};

/** What the copy of the trail's log group can't be deployed with. */
export const trailLogCopy: Topic = { kinds: [taken, elsewhere], check };
