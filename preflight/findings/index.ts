import type { Finding } from '../finding.ts';
import type { Subject } from '../subject.ts';
import { accounts } from './accounts.ts';
import { buckets } from './buckets.ts';
import { changed } from './changed.ts';
import { concurrency } from './concurrency.ts';
import { declared } from './declared.ts';
import { delegation } from './delegation.ts';
import { guardDutyFeatures } from './guard-duty-features.ts';
import { guardDutyMembers } from './guard-duty-members.ts';
import type { Kind, Topic } from './kind.ts';
import { names } from './names.ts';
import { organization } from './organization.ts';
import { policies } from './policies.ts';
import { policyQuota } from './policy-quota.ts';
import { quotas } from './quotas.ts';
import { recorders } from './recorders.ts';
import { regions } from './regions.ts';
import { signInRegions } from './sign-in-regions.ts';
import { stacks } from './stacks.ts';
import { state } from './state.ts';
import { tags } from './tags.ts';
import { taken } from './taken.ts';
import { trailLogCopy } from './trail-log-copy.ts';
import { trails } from './trails.ts';
import { unmanagedStacks } from './unmanaged.ts';
import { unread } from './unread.ts';

const topics: readonly Topic[] = [
  organization,
  accounts,
  declared,
  tags,
  regions,
  signInRegions,
  policies,
  policyQuota,
  delegation,
  trails,
  trailLogCopy,
  recorders,
  guardDutyMembers,
  guardDutyFeatures,
  buckets,
  taken,
  names,
  stacks,
  changed,
  state,
  unmanagedStacks,
  quotas,
  concurrency,
  unread,
];

/** Every kind of finding, as the topics order them. */
export const kinds: readonly Kind[] = topics.flatMap((topic) => topic.kinds);

const rank = new Map(kinds.map(({ kind, level }, index) => [kind, [level, index] as const]));

/** All that is found: each no-go before each note, and otherwise in the order of the kinds. */
export function findingsOf(subject: Subject): Finding[] {
  const found = topics.flatMap((topic) => [...topic.check(subject)]);
  return found
    .map((each, index) => ({ each, index }))
    .sort((one, other) => order(one.each) - order(other.each) || one.index - other.index)
    .map(({ each }) => each);
}

function order({ kind }: Finding): number {
  const [level = 'note', index = 0] = rank.get(kind) ?? [];
  return (level === 'no-go' ? 0 : kinds.length) + index;
}
