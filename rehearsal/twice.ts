import type { Rehearsal } from './rehearsal.ts';

/**
 * Performs the same tasks again.
 *
 * @throws when a stack, a resource or a function had anything to do
 */
export async function requireNothingChanged(rehearsal: Rehearsal): Promise<string> {
  const { next } = await rehearsal.aws.events();
  await rehearsal.requireSuccess(await rehearsal.perform());
  const { events } = await rehearsal.aws.events(next);
  if (events.length > 0) {
    const shown = events
      .slice(0, 3)
      .map(
        ({ kind, account, region, ...event }) =>
          `${kind} ${event.name ?? ''} in ${account}/${region}`,
      );
    throw new Error(`expected no change, got ${events.length}: ${shown.join(', ')}`);
  }
  return 'no stack, resource or function had anything to do';
}
