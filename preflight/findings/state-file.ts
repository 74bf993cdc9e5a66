import { isMap } from '../../organization/organization-file.ts';
import type { Subject } from '../subject.ts';

/** A stack that org-formation has deployed. */
export interface StateTarget {
  readonly stackName: string;
  readonly accountId: string;
  readonly region: string;
}

/** What a logical name of organization.yml is bound to. */
export interface StateBinding {
  /** Such as `OC::ORG::Account`. */
  readonly type: string;
  readonly logicalId: string;
  readonly physicalId: string;
}

/**
 * What org-formation keeps of an organization.
 *
 * @see https://github.com/org-formation/org-formation-cli/blob/master/src/state/persisted-state.ts
 */
export interface State {
  readonly masterAccountId: string | undefined;
  readonly targets: readonly StateTarget[];
  readonly bindings: readonly StateBinding[];
}

/** Undefined when org-formation has kept nothing yet, and `faulty` when it could not read it either. */
export const stateOf = ({ snapshot }: Pick<Subject, 'snapshot'>): State | 'faulty' | undefined =>
  parseState(snapshot.state?.body);

/** The same of the text of its file. */
export function parseState(body: string | undefined): State | 'faulty' | undefined {
  if (body === undefined || body.trim() === '') {
    return undefined;
  }
  try {
    const value: unknown = JSON.parse(body);
    return isMap(value) ? parse(value) : 'faulty';
  } catch (error) {
    if (error instanceof SyntaxError) {
      return 'faulty';
    }
    throw error;
  }
}

const entries = (value: unknown): [string, unknown][] =>
  isMap(value) ? Object.entries(value) : [];

function parse({ masterAccountId, stacks, bindings }: Record<string, unknown>): State {
  return {
    masterAccountId: typeof masterAccountId === 'string' ? masterAccountId : undefined,
    targets: entries(stacks).flatMap(([stackName, accounts]) =>
      entries(accounts).flatMap(([accountId, regions]) =>
        entries(regions).map(([region]) => ({ stackName, accountId, region })),
      ),
    ),
    bindings: entries(bindings).flatMap(([type, bound]) =>
      entries(bound).flatMap(([logicalId, binding]) => {
        const physicalId = isMap(binding) ? binding['physicalId'] : undefined;
        return typeof physicalId === 'string' ? [{ type, logicalId, physicalId }] : [];
      }),
    ),
  };
}
