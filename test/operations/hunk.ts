/**
 * Applies a hunk without line numbers, as a reader does: its lines that stay or go are found in the
 * text, once, and those that come are put there. A line `…` stands for any lines in between.
 *
 * @throws when the lines are not there, or are there more than once
 */
export function applyHunk(text: string, hunk: string): string {
  return hunk
    .replace(/\n$/, '')
    .split(/\n…\n/)
    .reduce((edited, part) => applyPart(edited, part.split('\n')), text);
}

function applyPart(text: string, lines: readonly string[]): string {
  const side = (other: string) =>
    lines.filter((line) => !line.startsWith(other)).map((line) => `${line.slice(1)}\n`);
  const before = side('+').join('');
  const after = side('-').join('');
  const whole = `\n${text}`;
  const found = whole.split(`\n${before}`).length - 1;
  if (found !== 1) {
    throw new Error(`these lines are there ${found} times, expected once:\n${before}`);
  }
  return whole.replace(`\n${before}`, () => `\n${after}`).slice(1);
}
