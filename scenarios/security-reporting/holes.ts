import { expectedState } from '../../coverage/expected.ts';
import { readCoverage } from '../../coverage/read.ts';
import type { World } from '../scenario.ts';
import { sessionsOf } from '../sessions.ts';

const rows = expectedState.filter(({ capability }) => capability === 'security-reporting');

/** The holes that the ledger names in reports, each as "service account: reason". */
export async function holesOf({ rehearsal, settings }: World): Promise<string[]> {
  const cells = await readCoverage({ sessions: sessionsOf(rehearsal), settings, rows });
  return cells
    .filter(({ ok }) => !ok)
    .map(({ service, account, reason }) => `${service} ${account}: ${reason}`);
}
