/** Where progress is written. */
export interface ProgressOutput {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
}

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
export function progressOn(output: ProgressOutput, now: () => number): Progress {
  const everyMs = output.isTTY ? 100 : 10_000;
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
      const line = text.slice(0, (output.columns ?? 80) - 1);
      output.write(output.isTTY ? `\r\u001B[K${line}` : `${text}\n`);
    },
    end() {
      if (isShown && output.isTTY) {
        output.write('\r\u001B[K');
      }
    },
  };
}
