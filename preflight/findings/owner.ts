import type { AccountSnapshot, StackSnapshot } from 'ofn-rehearse';
import type { Subject } from '../subject.ts';
import { prefixOf } from './view.ts';

/** Whether this project deploys a stack, also as the instance of a StackSet. */
export function isOwnStack(
  subject: Pick<Subject, 'snapshot' | 'declared' | 'parameters'>,
  { StackName }: Pick<StackSnapshot, 'StackName'>,
): boolean {
  const prefix = prefixOf(subject);
  return StackName.startsWith(`${prefix}-`) || StackName.startsWith(`StackSet-${prefix}-`);
}

/**
 * The stack of the account that has a resource: in one region, or in any. One that was rolled back
 * lists what it left behind as well.
 */
export function stackWith(
  { places }: AccountSnapshot,
  type: string,
  name: string,
  region?: string,
): StackSnapshot | undefined {
  return places
    .filter((place) => region === undefined || place.region === region)
    .flatMap(({ stacks }) => stacks)
    .find(({ resources }) =>
      resources.some(
        ({ ResourceType, PhysicalResourceId, ResourceStatus }) =>
          ResourceType === type &&
          ResourceStatus !== 'DELETE_SKIPPED' &&
          isNameOf(PhysicalResourceId, name),
      ),
    );
}

/**
 * Whether a physical id is that of a name: the name itself, the end of an ARN or of a queue's URL, or
 * the beginning of a StackSet's id.
 */
const isNameOf = (physicalId: string, name: string): boolean =>
  physicalId === name ||
  [':', '/'].some((separator) => physicalId.endsWith(`${separator}${name}`)) ||
  physicalId.startsWith(`${name}:`);

/** Whether a stack has been deployed once: otherwise it is to be created, again. */
export const isDeployed = ({ StackStatus }: Pick<StackSnapshot, 'StackStatus'>): boolean =>
  !/^(REVIEW|ROLLBACK|CREATE_FAILED|CREATE_IN|DELETE)/.test(StackStatus);
