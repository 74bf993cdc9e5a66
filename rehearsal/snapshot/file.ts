import { readFileSync } from 'node:fs';
import { Problem } from '../problem.ts';
import type { Snapshot } from './format.ts';
import { shapeOf } from './shape.ts';

/** The version of the format that is read and written. */
const FORMAT = 1;

const remedy = 'write the snapshot anew: npm run preflight -- --snapshot FILE';

/**
 * Reads a snapshot of an organization.
 *
 * @throws Problem for a file that can't be read, that is not a snapshot, or that is incomplete
 */
export function readSnapshotFile(file: string): Snapshot {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const cause = `the file can't be read: ${error instanceof Error ? error.message : error}`;
    throw new Problem({ file, cause, remedy }, { cause: error });
  }
  return parseSnapshot(text, file);
}

/**
 * The snapshot in a text.
 *
 * @param file names it in problems
 * @throws Problem with all that is wrong with its shape
 */
export function parseSnapshot(text: string, file: string): Snapshot {
  const value = parseJson(text, file);
  const format = typeof value === 'object' && value !== null ? Reflect.get(value, 'format') : value;
  if (format !== FORMAT) {
    throw new Problem({
      file,
      place: 'format',
      cause: `the format is ${JSON.stringify(format) ?? 'missing'}; ${FORMAT} is read`,
      remedy,
    });
  }
  const [first, ...more] = shapeOf(value as object).map(({ place, cause }) => {
    return { file, place, cause, remedy };
  });
  if (first) {
    throw new Problem(first, { more });
  }
  return value as Snapshot;
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // The message of JSON.parse quotes the text.
    throw new Problem({ file, cause: 'it is not JSON', remedy }, { cause: error });
  }
}
