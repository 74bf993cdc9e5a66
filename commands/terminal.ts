/** Where a command writes. */
export interface Output {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
}

/** Whether colour is for a person. https://no-color.org */
export function isColored(
  output: { isTTY?: boolean },
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  return output.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
}

/** One line that changes on a terminal, and a line each time elsewhere. */
export function statusLine(output: Output): { show(text: string): void; clear(): void } {
  return {
    show(text) {
      const line = `\r\u001B[K${text.slice(0, (output.columns ?? 80) - 1)}`;
      output.write(output.isTTY ? line : `${text}\n`);
    },
    clear() {
      if (output.isTTY) {
        output.write('\r\u001B[K');
      }
    },
  };
}
