/** npm passes on what the terminal has sent to both: the same Ctrl-C comes twice, at once. */
const echoMs = 1_000;

/** What a process says of being ended. */
export interface EndedProcess {
  on(signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void): unknown;
  exit(code: number): void;
}

/**
 * Ended by Ctrl-C, SIGTERM or the end of the terminal, so that the command ends in order. A second
 * one ends the process at once.
 * @param tell told how to end at once
 */
export function interruptedBy(
  ended: EndedProcess,
  { now, tell }: { now: () => number; tell: (text: string) => void },
): AbortSignal {
  const interrupted = new AbortController();
  let first: number | undefined;
  const onSignal = (signal: NodeJS.Signals) => {
    if (first === undefined) {
      first = now();
      interrupted.abort();
      if (signal === 'SIGINT') {
        tell('ending what is under way; a second Ctrl-C ends at once');
      }
    } else if (now() - first > echoMs) {
      ended.exit(130);
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    ended.on(signal, onSignal);
  }
  return interrupted.signal;
}

/**
 * What was promised, unless the signal comes first.
 * @throws the reason of the signal
 */
export async function unlessAborted<T>(signal: AbortSignal, begin: () => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  signal.addEventListener('abort', onAbort);
  try {
    return await Promise.race([begin(), aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
