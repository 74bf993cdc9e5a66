import type { Check } from '../subject.ts';
import { finding, type Kind, type Topic } from './kind.ts';
import { stateOf } from './state-file.ts';
import { at, boundAccounts, listed } from './view.ts';

const removed: Kind = {
  kind: 'account-tags-removed',
  level: 'no-go',
  title: 'org-formation would remove tags of an account that organization.yml does not declare',
  solvedBy: 'organization.yml',
};

/**
 * When org-formation meets an account for the first time, it makes its tags those of the file, which are
 * none where the file has none: tags by which cost is allocated, or access is decided, are gone.
 *
 * @see https://github.com/org-formation/org-formation-cli/blob/master/src/aws-provider/aws-organization-writer.ts
 */
const check: Check = function* (subject) {
  const state = stateOf(subject);
  const known = new Set(
    state && state !== 'faulty' ? state.bindings.map(({ physicalId }) => physicalId) : [],
  );
  for (const { account, name } of boundAccounts(subject)) {
    const declared = subject.declared.get(name)?.tagKeys ?? [];
    const keys = Object.keys(account.tags).filter((key) => !declared.includes(key));
    if (keys.length > 0 && !known.has(account.Id)) {
      yield finding(removed, {
        found: `${name} (${account.Name} ${account.Id}) has the tags ${listed(keys)}, which organization.yml does not declare: org-formation would remove them`,
        places: [at(account.Id)],
        remedy: `declare them as Tags of ${name} in organization.yml, with their values`,
      });
    }
  }
};

/** Tags of accounts. */
export const tags: Topic = { kinds: [removed], check };
