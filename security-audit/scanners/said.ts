import { stripVTControlCharacters } from 'node:util';
import { isDeniedOnPurpose, refusedIn } from './refusals.ts';
import type { ToolDefinition } from './tools/tool.ts';

/** A summary of a scanner's log so far. */
export interface Said {
  /** The last line with an error, else the last line. */
  telling: string;
  /** Number of lines about resources that it could not read, without those of denied calls. */
  errors: number;
  /** Those of the errors with which AWS refused a call, by action. */
  refused: Record<string, number>;
  /** Calls that the audit role denies on purpose, by action. */
  denied: Record<string, number>;
  /** The number of checks that it makes, if it says so. */
  asked?: number;
  /** Whether a line confirms that the account has no findings. */
  isEmpty: boolean;
}

const longest = 300;
const telling = /error|exception|critical|denied|fail|invalid|cannot|unable/i;

/**
 * Listens to a log, line by line.
 * @param checks those that the operator named, if any
 */
export function listen(tool: ToolDefinition, accountId: string, checks?: readonly string[]) {
  const said: Said = { telling: '', errors: 0, refused: {}, denied: {}, isEmpty: false };
  let isTelling = false;
  return {
    said,
    onLine(raw: string): void {
      const line = oneLine(raw);
      if (line === '') {
        return;
      }
      if (tool.isError(raw, checks)) {
        countError(said, raw);
      }
      const asked = tool.asked(line);
      if (asked !== undefined) {
        said.asked = asked;
      }
      said.isEmpty ||= tool.saysEmpty(raw, accountId);
      if (telling.test(line) || !isTelling) {
        isTelling ||= telling.test(line);
        said.telling = line;
      }
    },
  };
}

function countError(said: Said, line: string): void {
  const action = refusedIn(line);
  const isDenied = action !== undefined && isDeniedOnPurpose(action);
  said.errors += isDenied ? 0 : 1;
  if (action !== undefined) {
    const calls = isDenied ? said.denied : said.refused;
    calls[action] = (calls[action] ?? 0) + 1;
  }
}

/** Printable, on one line, and short. */
export function oneLine(text: string): string {
  const plain = stripVTControlCharacters(text)
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim();
  return plain.length > longest ? `${plain.slice(0, longest - 1)}…` : plain;
}
