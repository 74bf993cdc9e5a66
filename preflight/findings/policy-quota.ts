import { ACCOUNT_ID } from '../../lambda/pattern.ts';
import type { Finding } from '../finding.ts';
import type { DeclaredTarget, Subject } from '../subject.ts';
import { finding, type Kind, type Topic } from './kind.ts';
import { at } from './view.ts';

const quota: Kind = {
  kind: 'policy-quota',
  level: 'no-go',
  title: 'a unit, an account or the root would have more service control policies than AWS allows',
  solvedBy: 'organization.yml, or a command',
};

/**
 * Service control policies of one target.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
 * @see https://aws.amazon.com/about-aws/whats-new/2026/05/aws-organizations-increased-scp-quotas/
 */
const MOST = 10;

const type = 'SERVICE_CONTROL_POLICY';

/** The id of a target that is there: a unit by its name, an account by its id. */
function idsOf({ snapshot }: Subject, { kind, path, accountIds }: DeclaredTarget): string[] {
  const { rootId, units } = snapshot.organization;
  const ids = {
    root: () => [rootId],
    unit: () => units.filter(({ Name }) => Name === path.at(-1)).map(({ Id }) => Id),
    account: () => [...accountIds],
  };
  return ids[kind]();
}

function* ofTarget(subject: Subject, target: DeclaredTarget): Iterable<Finding> {
  const { policies: own, snapshot } = subject;
  const ownNames = new Set(own.map(({ name }) => name));
  const attached = own.filter(({ targets }) =>
    targets.some(({ logicalName }) => logicalName === target.logicalName),
  );
  for (const id of idsOf(subject, target)) {
    const others = snapshot.organization.policies.filter(
      ({ Type, Name, targets }) => Type === type && targets.includes(id) && !ownNames.has(Name),
    );
    if (others.length + attached.length > MOST) {
      const removable = others.find(({ AwsManaged }) => !AwsManaged);
      yield finding(quota, {
        found: `${target.logicalName} (${id}) has ${others.length} service control policies, and ${attached.map(({ logicalName }) => logicalName).join(', ')} would be attached: AWS allows ${MOST}`,
        places: [at(ACCOUNT_ID.test(id) ? id : undefined)],
        remedy: `join policies of ${target.logicalName}, and detach what is left over: aws organizations detach-policy --policy-id ${removable?.Id ?? ''} --target-id ${id}; or take one of ours out of the ServiceControlPolicies of ${target.logicalName} in organization.yml`,
      });
    }
  }
}

export const policyQuota: Topic = {
  kinds: [quota],
  *check(subject) {
    const targets = subject.policies.flatMap((policy) => policy.targets);
    const once = new Map(targets.map((target) => [target.logicalName, target]));
    for (const target of once.values()) {
      yield* ofTarget(subject, target);
    }
  },
};
