import { firstFive } from '../../lambda/errors.ts';
import type { Difference } from './types.ts';

/**
 * What of some stacks is not as their templates have it, and how to repair it; undefined when all
 * of it is.
 */
export function describeDifferences(differences: readonly Difference[]): string | undefined {
  const byStack = [...Map.groupBy(differences, ({ stackName }) => stackName).values()];
  return byStack.length === 0 ? undefined : byStack.map(describe).join('; ');
}

// What is changed by hand stays as it is until the template changes; only a change set that is
// aware of drift overwrites it.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/drift-aware-change-sets.html
function describe(differences: readonly Difference[]): string {
  const [{ stackName, logicalId } = { stackName: '' }] = differences;
  if (logicalId === undefined) {
    return `stack ${stackName} does not exist: deploy its task with ForceDeploy: true`;
  }
  const texts = differences.map((one) => `${one.logicalId} ${one.text}`);
  return `stack ${stackName}: ${firstFive(texts)}; revert its drift (coverage/README.md, Repairs)`;
}
