import type { Adopted, LeftResource, LeftStack } from './types.ts';

const nameOf = ({ identifier }: LeftResource): string => Object.values(identifier).join('|');

const count = (number: number, what: string): string =>
  `${number} ${what}${number === 1 ? '' : 's'}`;

/** What would be imported, a stack at a time. */
export function renderLeft(left: readonly LeftStack[]): string {
  const lines = left.flatMap(({ stack, hasRemains, resources }) => [
    `${stack.stackName} (${stack.capability}) in ${stack.accountId} ${stack.region}${hasRemains ? ', whose creation was rolled back: that stack is deleted, and has nothing' : ''}`,
    ...resources.map((one) => `  ${one.logicalId}  ${one.type}  ${nameOf(one)}`),
  ]);
  const resources = left.reduce((sum, { resources }) => sum + resources.length, 0);
  const sentence = `${count(resources, 'resource')} to import into ${count(left.length, 'stack')}`;
  return [...lines, sentence, ''].join('\n');
}

export function renderAdopted(adopted: readonly Adopted[]): string {
  const failed = adopted.filter(({ reason }) => reason !== undefined);
  const lines = failed.map(
    ({ left: { stack }, reason }) =>
      `failed: ${stack.stackName} in ${stack.accountId} ${stack.region}: ${reason}`,
  );
  const done = adopted.length - failed.length;
  const sentence = `${count(done, 'stack')} made of what was left behind: npm run deploy completes ${done === 1 ? 'it' : 'them'}`;
  return [...lines, ...(done > 0 ? [sentence] : []), ''].join('\n');
}
