import { stripVTControlCharacters } from 'node:util';
import type { ToolDefinition } from './tools/tool.ts';

/** A summary of a scanner's log so far. */
export interface Said {
  /** The last line with an error, else the last line. */
  telling: string;
  /** Number of lines about resources that it could not read. */
  errors: number;
  /** Whether a line confirms that the account has no findings. */
  isEmpty: boolean;
}

const longest = 300;
const telling = /error|exception|critical|denied|fail|invalid|cannot|unable/i;

/** Listens to a log, line by line. */
export function listen(tool: ToolDefinition, accountId: string) {
  const said: Said = { telling: '', errors: 0, isEmpty: false };
  let isTelling = false;
  return {
    said,
    onLine(raw: string): void {
      const line = oneLine(raw);
      if (line === '') {
        return;
      }
      said.errors += tool.isError(raw) ? 1 : 0;
      said.isEmpty ||= tool.saysEmpty(raw, accountId);
      if (telling.test(line) || !isTelling) {
        isTelling ||= telling.test(line);
        said.telling = line;
      }
    },
  };
}

/** Printable, on one line, and short. */
export function oneLine(text: string): string {
  const plain = stripVTControlCharacters(text)
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim();
  return plain.length > longest ? `${plain.slice(0, longest - 1)}…` : plain;
}
