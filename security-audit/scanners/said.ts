import { stripVTControlCharacters } from 'node:util';
import type { ToolDefinition } from './tools/tool.ts';

/** What a scanner's log has told so far. */
export interface Said {
  /** The last line that tells of an error, else the last line. */
  telling: string;
  /** Lines that tell of something that it could not look at. */
  errors: number;
  /** Whether it said that the account has nothing to tell of. */
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
