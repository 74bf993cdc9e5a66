import { expectedState } from '../../coverage/expected.ts';
import { readCoverage } from '../../coverage/read.ts';
import type { World } from '../scenario.ts';
import { sessionsOf } from '../sessions.ts';

const rows = expectedState.filter(({ capability }) => capability === 'security-reporting');

/**
 * The holes that the ledger names in reports, each as "service account: reason".
 *
 * @param only services to read; by default all, with a bucket in every account
 */
export async function holesOf(
  { rehearsal, settings }: World,
  only?: readonly string[],
): Promise<string[]> {
  const sessions = sessionsOf(rehearsal);
  const cells = await readCoverage({ sessions, settings, rows, ...(only && { only }) });
  return cells
    .filter(({ ok }) => !ok)
    .map(({ service, account, reason }) => `${service} ${account}: ${reason}`);
}
