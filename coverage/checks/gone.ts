import { isNamed } from '../../lambda/errors.ts';

/** How services name what is not there. */
const names = [
  'NotFoundException',
  'QueueDoesNotExist',
  // SQS has two names for it: that of its older protocol is what some endpoints still answer.
  'AWS.SimpleQueueService.NonExistentQueue',
  'ResourceNotFoundException',
];

/** What was read, or undefined when it is not there. Other errors are let through. */
export async function unlessGone<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (isNamed(error, ...names)) {
      return undefined;
    }
    throw error;
  }
}
