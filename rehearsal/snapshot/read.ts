import { readFileSync } from 'node:fs';
import { Problem } from '../problem.ts';
import type { Snapshot } from './format.ts';

const format = 1;
const remedy = 'take one of your organization: npm run preflight -- --snapshot FILE';

/**
 * Reads a snapshot file.
 *
 * @throws Problem for a file that can't be read, or holds something else
 */
export function readSnapshotFile(file: string): Snapshot {
  const found = parsed(file, textOf(file));
  if (!isRecord(found) || found.format === undefined) {
    throw new Problem({ file, cause: 'it is JSON, but not a snapshot: it has no format', remedy });
  }
  if (found.format !== format) {
    throw new Problem({
      file,
      place: 'format',
      cause: `its format is ${JSON.stringify(found.format)}, and this version reads ${format}`,
      remedy: 'take the snapshot again with this version: npm run preflight -- --snapshot FILE',
    });
  }
  const [fault] = faultsOf(found);
  if (fault !== undefined) {
    throw new Problem({ file, place: fault, cause: 'it is missing, or of another kind', remedy });
  }
  return found as unknown as Snapshot;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const cause = code === 'ENOENT' ? 'there is no such file' : `it can't be read: ${message}`;
    throw new Problem({ file, cause, remedy }, { cause: error });
  }
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const cause = `it is not JSON: ${(error as Error).message}`;
    throw new Problem({ file, cause, remedy }, { cause: error });
  }
}

/** What a restoration can't begin without. */
function* faultsOf(found: Record<string, unknown>): Generator<string> {
  const { organization, accounts } = found;
  if (typeof found.homeRegion !== 'string') {
    yield 'homeRegion';
  }
  if (!Array.isArray(found.regions)) {
    yield 'regions';
  }
  for (const key of ['Id', 'MasterAccountId', 'rootId']) {
    if (!isRecord(organization) || typeof organization[key] !== 'string') {
      yield `organization.${key}`;
    }
  }
  if (!Array.isArray(accounts)) {
    yield 'accounts';
    return;
  }
  for (const [index, account] of accounts.entries()) {
    if (!isRecord(account) || !Array.isArray(account.places)) {
      yield `accounts.${index}.places`;
    }
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
