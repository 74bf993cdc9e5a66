import type { AccountSnapshot, PlaceSnapshot, StackSnapshot } from 'ofn-rehearse';
import type { Finding } from '../finding.ts';
import type { Check, Subject, WantedName } from '../subject.ts';
import { finding, type Topic } from './kind.ts';
import { isOwnStack, stackWith } from './owner.ts';
import { takenTypes } from './taken-types.ts';
import { accountOf, at, parameterOf } from './view.ts';

/** A name that is wanted and there, in a stack of others or in none. */
interface Taken {
  readonly wanted: WantedName;
  readonly region: string;
  readonly stack: StackSnapshot | undefined;
}

/** The names of a type that a place has: what has a section of its own is read there. */
function namesIn({ snapshot }: Subject, type: string, place: PlaceSnapshot): readonly string[] {
  switch (type) {
    case 'AWS::AccessAnalyzer::Analyzer':
      return place.analyzers.map(({ name }) => name);
    case 'AWS::CloudFormation::StackSet':
      return snapshot.stackSets.map(({ StackSetName }) => StackSetName);
    case 'AWS::CloudTrail::Trail':
      return place.trails.map(({ Name }) => Name);
    case 'AWS::Config::ConfigurationAggregator':
      return place.aggregators.map(({ ConfigurationAggregatorName: name }) => name);
    case 'AWS::Config::OrganizationConfigRule':
      return place.organizationConfigRules.map(({ OrganizationConfigRuleName: name }) => name);
    case 'AWS::Config::OrganizationConformancePack':
      return place.organizationConformancePacks.map((pack) => pack.OrganizationConformancePackName);
    default:
      return place.named[type] ?? [];
  }
}

function isThere(subject: Subject, account: AccountSnapshot, wanted: WantedName): boolean {
  const { type, name, region } = wanted;
  return type === 'AWS::IAM::Role'
    ? account.roles.some(({ RoleName }) => RoleName === name)
    : account.places
        .filter((place) => place.region === region)
        .some((place) => namesIn(subject, type, place).includes(name));
}

function* takenIn(subject: Subject): Iterable<Taken> {
  for (const wanted of subject.wanted) {
    const account = accountOf(subject, wanted.accountId);
    if (!account || !takenTypes[wanted.type]) {
      continue;
    }
    const { type, name, region = subject.snapshot.homeRegion } = wanted;
    // What has no reader of its own is seen in the stacks of others at least.
    const stack = stackWith(account, type, name, wanted.region);
    const isOwn = stack !== undefined && isOwnStack(subject, stack);
    if (!isOwn && (stack || isThere(subject, account, wanted))) {
      yield { wanted, region, stack };
    }
  }
}

function findingOf(subject: Subject, taken: readonly Taken[]): Finding[] {
  const [first] = taken;
  const type = first && takenTypes[first.wanted.type];
  if (!first || !type) {
    return [];
  }
  const { wanted, region, stack } = first;
  const { name, accountId, capability, outlives = false } = wanted;
  const isAuditRole = name === String(parameterOf(subject, 'auditRoleName'));
  const parameter = isAuditRole ? 'auditRoleName' : 'resourcePrefix';
  const partition = subject.snapshot.caller.arn.split(':')[1] ?? 'aws';
  const command = type.remove({ name, accountId, region, partition });
  const back = outlives && !stack ? `run npm run adopt -- --capability ${capability}; or ` : '';
  const remove = stack
    ? `delete the stack ${stack.StackName}, or remove it there`
    : `remove it with credentials of ${accountId}: ${command} --region ${region}${taken.length > 1 ? ', and so for each' : ''}`;
  return [
    finding(type.kind, {
      found: `${type.noun} with the name ${name} of ${capability} is there already, in ${stack ? `the stack ${stack.StackName}` : 'no stack of this project'}: CloudFormation can't create it`,
      places: taken.map((each) => at(each.wanted.accountId, each.wanted.region)),
      remedy: `${back}${remove}; or choose another ${parameter} than '${parameterOf(subject, parameter)}'`,
    }),
  ];
}

const check: Check = function* (subject) {
  const byName = Map.groupBy(
    takenIn(subject),
    ({ wanted: { type, name }, stack }) => `${type} ${name} ${stack?.StackName ?? ''}`,
  );
  for (const taken of byName.values()) {
    yield* findingOf(subject, taken);
  }
};

/** Names that are taken, by what is left of an earlier deployment or by others. */
export const taken: Topic = {
  kinds: Object.values(takenTypes).map(({ kind }) => kind),
  check,
};
