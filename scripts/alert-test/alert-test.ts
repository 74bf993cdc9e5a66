import { randomUUID } from 'node:crypto';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { AccountSession, Sessions, Settings } from '../../organization/types.ts';
import { AlertTestError } from './errors.ts';
import { type Hop, hopsOf, type Path } from './hops.ts';
import { type ListeningQueue, listen } from './queue.ts';

export interface AlertTestOptions {
  sessions: Sessions;
  settings: Settings;
  /** Optional. Default: all. */
  path?: Path;
  /** Optional. The account of sign-in and config. Default: the first active one without a part to play. */
  accountId?: string | undefined;
  /** Optional. Default: the first governed region but the home region; all for findings. */
  region?: string | undefined;
  /** Optional. How long an alert may take. Default: 120. */
  timeoutSeconds?: number;
  onProgress?: (text: string) => void;
  /** Optional. Ends the test; what it made is removed then, too. */
  signal?: AbortSignal;
  /** Optional. Milliseconds. */
  now?: () => number;
}

/** What became of one event. */
export interface AlertTestResult extends Hop {
  marker: string;
  /** From the event to the alert; undefined when it did not come in time. */
  seconds: number | undefined;
}

/**
 * Puts marked events on default buses, and reports how long it took until the topic of alerts
 * published them. Every subscriber of alerts receives them, too; what the test makes, it removes.
 * @throws AlertTestError when it can't be run, with what to do
 */
export async function alertTest(options: AlertTestOptions): Promise<AlertTestResult[]> {
  const { sessions, settings, path = 'all', signal, onProgress = () => {} } = options;
  const hops = await hopsOf({ ...options, path });
  const { resourcePrefix, securityAccountId, homeRegion } = settings;
  const security = await sessions.open(securityAccountId);
  signal?.throwIfAborted();
  const run = randomUUID().slice(0, 8);
  const name = `${resourcePrefix}-alert-test-${run}`;
  const clients = security.clients(homeRegion);
  const topic = settings.alertTopic.split(':').at(-1) || `${resourcePrefix}-alerts`;
  const queue = await listen({ clients, topic, name });
  try {
    onProgress(`the queue ${name} is subscribed to alerts`);
    const open = remembering((id) => sessions.open(id));
    // At once, so that none waits in the queue for the others.
    const sent = await Promise.all(
      hops.map(async (hop, index) =>
        put(await open(hop.account.id), hop, `alert-test-${run}-${index + 1}`, options),
      ),
    );
    return await arrivals(queue, sent, options);
  } finally {
    await queue.remove();
    onProgress(`removed the queue ${name} and its subscription`);
  }
}

/** A role is assumed once in an account. */
function remembering(open: Sessions['open']): Sessions['open'] {
  const opened = new Map<string, Promise<AccountSession>>();
  return (id) => {
    const session = opened.get(id) ?? open(id);
    opened.set(id, session);
    return session;
  };
}

interface SentEvent extends Hop {
  marker: string;
  at: number;
}

/** An event of a path, for the output. */
export const describeHop = ({ path, account, region }: Hop): string =>
  `${path}: ${account.name} (${account.id}), ${region}`;

async function put(
  session: AccountSession,
  hop: Hop,
  marker: string,
  options: AlertTestOptions,
): Promise<SentEvent> {
  const { settings, onProgress, signal, now = () => performance.now() } = options;
  signal?.throwIfAborted();
  const at = now();
  const { Entries = [] } = await session.clients(hop.region).eventBridge.send(
    new PutEventsCommand({
      Entries: [
        {
          Source: `${settings.resourcePrefix}.alert-test`,
          DetailType: 'Alert Test',
          Detail: JSON.stringify({ marker, path: hop.path }),
        },
      ],
    }),
  );
  const [entry] = Entries;
  if (entry?.EventId === undefined) {
    throw new AlertTestError(
      `EventBridge refused the event of ${describeHop(hop)} ` +
        `(${entry?.ErrorCode}: ${entry?.ErrorMessage}): use a role that may call events:PutEvents`,
    );
  }
  onProgress?.(`put ${describeHop(hop)}`);
  return { ...hop, marker, at };
}

async function arrivals(
  queue: ListeningQueue,
  sent: readonly SentEvent[],
  options: AlertTestOptions,
): Promise<AlertTestResult[]> {
  const { timeoutSeconds = 120, now = () => performance.now(), signal, onProgress } = options;
  const seconds = new Map<string, number>();
  const until = Math.max(...sent.map(({ at }) => at)) + timeoutSeconds * 1000;
  for (let left = until - now(); left > 0 && seconds.size < sent.length; left = until - now()) {
    const texts = await queue.receive(left / 1000, signal);
    for (const event of sent) {
      const arrived = texts.some((text) => text.split('\n').includes(`Marker: ${event.marker}`));
      if (arrived && !seconds.has(event.marker)) {
        seconds.set(event.marker, (now() - event.at) / 1000);
        onProgress?.(`arrived ${describeHop(event)}`);
      }
    }
  }
  return sent.map(({ at: _at, ...event }) => ({ ...event, seconds: seconds.get(event.marker) }));
}
