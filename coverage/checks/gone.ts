/** How services name what is not there. */
const names = new Set([
  'NotFoundException',
  'QueueDoesNotExist',
  // SQS has two names for it: that of its older protocol is what some endpoints still answer.
  'AWS.SimpleQueueService.NonExistentQueue',
  'ResourceNotFoundException',
]);

/** What was read, or undefined when it is not there. Other errors are let through. */
export async function unlessGone<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Error && names.has(error.name)) {
      return undefined;
    }
    throw error;
  }
}
