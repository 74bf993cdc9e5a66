import type { EmbeddedAws } from './embedded-aws.ts';

/** What became of an event that reached nothing: `lost` without a bus, `dropped` at a target. */
const gone: readonly unknown[] = ['lost', 'dropped'];

/**
 * Looks for events that reached nothing. AWS does not report them: PutEvents returns success for a bus that
 * does not exist, and a target without a dead-letter queue loses what it does not take.
 *
 * @throws with the first events that were lost
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 */
export async function requireNoEventLost(aws: Pick<EmbeddedAws, 'events'>): Promise<string> {
  const { events } = await aws.events();
  const ofRules = events.filter(({ kind }) => kind === 'event');
  const lost = ofRules.filter(({ outcome }) => gone.includes(outcome));
  if (lost.length > 0) {
    const shown = lost
      .slice(0, 3)
      .map(({ account, region, ...event }) => `${whereTo(event)} of ${account}/${region}`);
    throw new Error(`expected no event to be lost, got ${lost.length}: ${shown.join(', ')}`);
  }
  return 'every event had a bus, and its targets or their dead-letter queues took it';
}

const whereTo = ({ outcome, bus, source, target, error }: Record<string, unknown>): string =>
  outcome === 'lost'
    ? `${source} to the bus ${bus}, which is not there,`
    : `${error} at the target ${target}`;
