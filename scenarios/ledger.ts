import { expectedState } from '../coverage/expected.ts';
import { readCoverage } from '../coverage/read.ts';
import { summarize } from '../coverage/summary.ts';
import type { Cell } from '../coverage/types.ts';
import type { World } from './scenario.ts';
import { sessionsOf } from './sessions.ts';
import { listAccounts, readSettings } from './settings.ts';

/**
 * The coverage ledger of a rehearsal: the rows of what is rehearsed.
 *
 * @throws NothingToReadError when no cell could be evaluated
 */
export async function readLedger(
  { rehearsal }: World,
  onProgress: (text: string) => void,
): Promise<Cell[]> {
  const { capabilities } = rehearsal.plan;
  const rows = expectedState.filter((row) => capabilities?.includes(row.capability) ?? true);
  if (rows.length === 0) {
    return [];
  }
  const cells = await readCoverage({
    sessions: sessionsOf(rehearsal),
    settings: readSettings(rehearsal, await listAccounts(rehearsal)),
    rows,
    onProgress: ({ done, total }) => onProgress(`${done} of ${total} accounts`),
  });
  summarize(cells);
  return cells;
}
