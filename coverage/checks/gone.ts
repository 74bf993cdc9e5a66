import { isNamed } from '../../lambda/errors.ts';

/** The errors of services for missing resources. */
const names = [
  'NotFoundException',
  'QueueDoesNotExist',
  // SQS has two names for it: some endpoints still return that of its older protocol.
  'AWS.SimpleQueueService.NonExistentQueue',
  'ResourceNotFoundException',
];

/** The resource, or undefined when it does not exist. Other errors are not caught. */
export const unlessGone = <T>(read: () => Promise<T>): Promise<T | undefined> =>
  unless(names, read);

/** What a call returns, or undefined when AWS has one of these names for "there is none". */
export async function unless<T>(
  absent: readonly string[],
  read: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (isNamed(error, ...absent)) {
      return undefined;
    }
    throw error;
  }
}
