import { type Output, statusLine } from './terminal.ts';

export interface Progress {
  tell(text: string): void;
  /** Removes the line of a terminal. */
  end(): void;
}

const quietMs = 2_000;

/**
 * Progress of what takes longer than two seconds: one line that changes on a terminal, a line
 * every ten seconds elsewhere.
 * @param now milliseconds
 */
export function progressOn(output: Output, now: () => number): Progress {
  const everyMs = output.isTTY ? 100 : 10_000;
  const line = statusLine(output);
  let next = now() + quietMs;
  let isShown = false;
  return {
    tell(text) {
      const at = now();
      if (at < next) {
        return;
      }
      next = at + everyMs;
      isShown = true;
      line.show(text);
    },
    end() {
      if (isShown) {
        line.clear();
      }
    },
  };
}
