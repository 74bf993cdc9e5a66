import type { AccountSnapshot, OrganizationSnapshot } from 'ofn-rehearse';
import type { Finding } from '../finding.ts';
import {
  type Asked,
  askedFor,
  type GroupedDenial,
  groupedDenials,
} from '../policies/deployment-denials.ts';
import { functionCalls } from '../policies/function-calls.ts';
import { Hierarchy, type Level, type PolicyType, readPolicy } from '../policies/hierarchy.ts';
import type { DeclaredPolicy, PlacedStack, Subject } from '../subject.ts';
import { finding, type Kind, type Topic } from './kind.ts';
import { isDeployed } from './owner.ts';
import { actionsIn, remedyOf, targetsIn, where } from './policy-words.ts';
import { listed, parameterOf, prefixOf } from './view.ts';

const denies: Kind = {
  kind: 'policy-denies',
  level: 'no-go',
  title: 'a policy of the organization denies what the deploying role calls',
  solvedBy: 'an exemption in the policy, `governedRegions`, `signInRegions` or organization.yml',
};
const mayDeny: Kind = {
  kind: 'policy-may-deny',
  level: 'note',
  title:
    'a policy of the organization denies what the deploying role calls, under a condition that only AWS can judge',
  solvedBy: 'an exemption in the policy',
};
const allowsNot: Kind = {
  kind: 'policy-does-not-allow',
  level: 'no-go',
  title: 'no policy of a unit or account allows what the deploying role calls',
  solvedBy: 'a policy that allows it',
};
const ownDenies: Kind = {
  kind: 'own-policy-denies',
  level: 'no-go',
  title: 'a policy of organization.yml would deny what the deploying role calls',
  solvedBy: 'organization-policies.yml',
};
const deniesFunctions: Kind = {
  kind: 'policy-denies-functions',
  level: 'no-go',
  title: "a policy of the organization denies what this project's functions call",
  solvedBy: 'an exemption in the policy, or `governedRegions`',
};

const types: readonly PolicyType[] = ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'];

const partitionOf = ({ snapshot }: Subject): string => snapshot.caller.arn.split(':')[1] ?? 'aws';

/** The stacks of what is deployed; of one that is there only the stack itself is changed for certain. */
function stacksOf({ snapshot, stacks, capabilities }: Subject): PlacedStack[] {
  const there = new Set(
    snapshot.accounts.flatMap(({ Id, places }) =>
      places.flatMap(({ region, stacks }) =>
        stacks.filter(isDeployed).map(({ StackName }) => `${Id} ${region} ${StackName}`),
      ),
    ),
  );
  return stacks
    .filter(({ capability }) => capabilities.has(capability))
    .map((stack) =>
      there.has(`${stack.accountId} ${stack.region} ${stack.stackName}`)
        ? { ...stack, resources: [] }
        : stack,
    );
}

/** Who deploys: another role than the one that was assumed to read, if that only reads. */
const deployerOf = (subject: Subject) => ({
  partition: partitionOf(subject),
  roleName: subject.deployingRole ?? subject.snapshot.caller.roleName,
});

function grouped(
  subject: Subject,
  asked: Iterable<Asked>,
  levelsOf: (account: AccountSnapshot) => readonly Level[],
): GroupedDenial[] {
  const { organization, takenAt: now } = subject.snapshot;
  return groupedDenials(asked, { organization, partition: partitionOf(subject), now, levelsOf });
}

/** The policies that are there, but those that this deployment writes. */
function otherPolicies({ snapshot, policies }: Subject): OrganizationSnapshot {
  const own = new Set(policies.map(({ name }) => name));
  const { organization } = snapshot;
  return {
    ...organization,
    policies: organization.policies.filter(({ Name }) => !own.has(Name)),
  };
}

function* ofOthers(subject: Subject): Iterable<Finding> {
  const stacks = stacksOf(subject);
  const organization = otherPolicies(subject);
  for (const type of types) {
    const hierarchy = new Hierarchy(organization, type);
    const levelsOf = (account: AccountSnapshot) => hierarchy.levelsOf(account);
    const asked = askedFor(stacks, subject.snapshot, deployerOf(subject));
    for (const denial of grouped(subject, asked, levelsOf)) {
      if (denial.by) {
        yield deniedBy(subject, denial);
      } else if (type === 'SERVICE_CONTROL_POLICY') {
        // RCPFullAWSAccess can't be detached.
        // https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
        yield notAllowed(subject, denial);
      }
    }
    const ofFunctions = functionCalls(subject, {
      prefix: prefixOf(subject),
      regions: parameterOf(subject, 'governedRegions') as readonly string[],
    });
    for (const denial of grouped(subject, ofFunctions, levelsOf)) {
      if (denial.isSure && denial.by) {
        yield deniedFunctions(subject, denial);
      }
    }
  }
}

const described = ({ by }: GroupedDenial): string =>
  `policy ${by?.policy.name} (${by?.policy.id}), statement ${by?.statement.sid ?? 'without Sid'}`;

function deniedBy(subject: Subject, denial: GroupedDenial): Finding {
  const { roleName } = deployerOf(subject);
  const verb = denial.isSure ? 'denies' : 'may deny';
  return finding(denial.isSure ? denies : mayDeny, {
    found: `${described(denial)}, attached to ${targetsIn(subject, denial)}, ${verb} ${roleName} ${actionsIn(denial)}`,
    places: where(subject, denial),
    remedy: remedyOf(subject, denial, `arn:${partitionOf(subject)}:iam::*:role/${roleName}`),
  });
}

function notAllowed(subject: Subject, denial: GroupedDenial): Finding {
  const targets = targetsIn(subject, denial);
  return finding(denial.isSure ? allowsNot : mayDeny, {
    found: `no policy of ${targets} allows ${actionsIn(denial)}: without FullAWSAccess, what is not listed is denied`,
    places: where(subject, denial),
    remedy: `allow these actions in a policy of ${targets}, or attach FullAWSAccess there: aws organizations attach-policy --policy-id p-FullAWSAccess --target-id ${[...denial.targetIds][0]}`,
  });
}

function deniedFunctions(subject: Subject, denial: GroupedDenial): Finding {
  const role = `arn:${partitionOf(subject)}:iam::*:role/${prefixOf(subject)}-*`;
  return finding(deniesFunctions, {
    found: `${described(denial)}, attached to ${targetsIn(subject, denial)}, denies this project's functions ${actionsIn(denial)}`,
    places: where(subject, denial),
    remedy: remedyOf(subject, denial, role),
  });
}

/** The policies that this deployment attaches: organization-policies.yml names a role to exempt. */
function* ofOwn(subject: Subject): Iterable<Finding> {
  const stacks = stacksOf(subject);
  const { MasterAccountId } = subject.snapshot.organization;
  const { roleName } = deployerOf(subject);
  for (const policy of subject.policies) {
    const level = levelOf(policy);
    const reached = new Set(policy.targets.flatMap(({ accountIds }) => accountIds));
    const levelsOf = ({ Id }: AccountSnapshot) =>
      reached.has(Id) && Id !== MasterAccountId ? [level] : [];
    const asked = askedFor(stacks, subject.snapshot, deployerOf(subject));
    const sure = grouped(subject, asked, levelsOf).filter(({ isSure }) => isSure);
    if (sure.length > 0) {
      const sids = sure.map(({ by }) => by?.statement.sid ?? 'without Sid');
      const targets = policy.targets.map(({ logicalName }) => logicalName);
      const denial = joined(sure);
      yield finding(ownDenies, {
        found: `${policy.logicalName} of the organization file, attached to ${listed(targets)}, would deny ${roleName} ${actionsIn(denial)}, by ${listed(sids)}`,
        places: where(subject, denial),
        remedy: `exempt the deploying role: write arn:aws:iam::*:role/${roleName} beside or in place of arn:aws:iam::*:role/OrganizationAccountAccessRole wherever organization-policies.yml has it`,
      });
    }
  }
}

/** Denials of several statements as one. */
function joined(denials: readonly GroupedDenial[]): Pick<GroupedDenial, 'actions' | 'places'> {
  const places = new Map<string, Set<string>>();
  for (const [accountId, regions] of denials.flatMap((denial) => [...denial.places])) {
    places.set(accountId, new Set([...(places.get(accountId) ?? []), ...regions]));
  }
  return { actions: new Set(denials.flatMap(({ actions }) => [...actions])), places };
}

/** Its Deny statements alone: FullAWSAccess stays beside it. */
function levelOf({ logicalName, name, content }: DeclaredPolicy): Level {
  const read = readPolicy({ Id: logicalName, Name: name, Content: content });
  const allow = readPolicy({
    ...{ Id: 'p-FullAWSAccess', Name: 'FullAWSAccess' },
    Content: '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}',
  });
  return { targetId: logicalName, policies: [read, allow] };
}

export const policies: Topic = {
  kinds: [denies, allowsNot, ownDenies, deniesFunctions, mayDeny],
  *check(subject) {
    yield* ofOthers(subject);
    yield* ofOwn(subject);
  },
};
