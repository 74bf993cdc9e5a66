/** npm forwards the signal that the terminal sends to both: a single Ctrl-C arrives twice. */
const echoMs = 1_000;

/** The signals that end a process. */
export interface EndedProcess {
  on(signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void): unknown;
  exit(code: number): void;
}

/**
 * Ended by Ctrl-C, SIGTERM or the end of the terminal, so that the command ends in order. A second
 * one ends the process at once.
 * @param report is called with the hint how to end immediately
 */
export function interruptedBy(
  ended: EndedProcess,
  { now, report }: { now: () => number; report: (text: string) => void },
): AbortSignal {
  const interrupted = new AbortController();
  let first: number | undefined;
  const onSignal = (signal: NodeJS.Signals) => {
    if (first === undefined) {
      first = now();
      interrupted.abort();
      if (signal === 'SIGINT') {
        report('ending the scans in progress; a second Ctrl-C ends immediately');
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
 * The result of the promise, unless the signal comes first.
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
