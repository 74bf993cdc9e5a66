import type { Rehearsal } from 'ofn-rehearse';
import type { World } from './scenario.ts';
import { listAccounts, readSettings } from './settings.ts';

/** What scenarios and ledger are about; another repository may have no parameters file. */
export async function worldOf(rehearsal: Rehearsal): Promise<World | undefined> {
  return rehearsal.plan.parameters
    ? {
        rehearsal,
        settings: readSettings(rehearsal, await listAccounts(rehearsal)),
        stacks: await rehearsal.aws.stacks(),
        accounts: () => listAccounts(rehearsal),
      }
    : undefined;
}
