import { setTimeout as delay } from 'node:timers/promises';
import type { World } from '../scenario.ts';

/** How long asynchronous invocations may take; they take a fraction of a second. */
const PATIENCE_MS = 30_000;

/** How long nothing more may happen after it, for what must not happen to be seen. */
const QUIET_MS = 150;

export interface Message {
  readonly subject: string | null;
  readonly message: string;
  readonly deliveries: readonly { endpoint: string; outcome: string; text: string }[];
}

/** The messages published to the topic of alerts, oldest first. */
export async function messagesOf({ rehearsal, settings }: World): Promise<readonly Message[]> {
  const { resourcePrefix, homeRegion, securityAccountId } = settings;
  const topic = `arn:aws:sns:${homeRegion}:${securityAccountId}:${resourcePrefix}-alerts`;
  const { messages } = (await rehearsal.aws.control('GET', `/sns/messages?topicArn=${topic}`)) as {
    messages: Message[];
  };
  return messages;
}

/** Puts an event of an AWS service on the default bus of an account and region. */
export async function putEvent(
  { rehearsal }: World,
  accountId: string,
  region: string,
  event: unknown,
): Promise<void> {
  await rehearsal.aws.control('POST', '/events', { accountId, region, event });
}

/**
 * Does something that invokes a function in the background, and waits until it has been.
 *
 * @param times how often the function is invoked by it
 * @returns the published messages
 * @throws when the function is not invoked that often, or fails
 */
export async function toldBy(
  world: World,
  functionName: string,
  times: number,
  act: () => Promise<void>,
): Promise<readonly Message[]> {
  const before = (await messagesOf(world)).length;
  const { next } = await world.rehearsal.aws.events();
  await act();
  const deadline = Date.now() + PATIENCE_MS;
  let quiet = Date.now() + QUIET_MS;
  for (;;) {
    const { events } = await world.rehearsal.aws.events(next);
    const done = events.filter(
      (event) => event.kind === 'invocation' && event.function === functionName,
    );
    const failed = done.find(({ error }) => error);
    if (failed) {
      throw new Error(`${functionName} failed: ${String(failed.error)}`);
    }
    if (done.length > times || Date.now() > deadline) {
      throw new Error(`expected ${times} invocations of ${functionName}, got ${done.length}`);
    }
    if (done.length === times && Date.now() > quiet) {
      return (await messagesOf(world)).slice(before);
    }
    quiet = done.length < times ? Date.now() + QUIET_MS : quiet;
    await delay(50);
  }
}

/** @throws with the first difference when the messages are not these, whatever their order */
export function requireMessages(
  told: readonly Message[],
  expected: readonly { subject: string; text: string }[],
): void {
  const shown = ({ subject, text }: { subject: string | null; text: string }): string =>
    `${subject}\n${text}`;
  const actual = told.map(({ subject, deliveries }) =>
    shown({ subject, text: deliveries[0]?.text ?? 'not delivered' }),
  );
  const wanted = expected.map(shown);
  const surplus = actual.find((message) => !wanted.includes(message));
  const missing = wanted.find((message) => !actual.includes(message));
  if (surplus !== undefined || missing !== undefined || actual.length !== wanted.length) {
    throw new Error(
      `expected ${wanted.length} messages, got ${actual.length}: missing ${missing}, surplus ${surplus}`,
    );
  }
}
