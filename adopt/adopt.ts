import pMap from 'p-map';
import { describeError } from '../lambda/errors.ts';
import { listAccounts } from '../organization/accounts.ts';
import { SettingsError } from '../organization/errors.ts';
import type { Sessions } from '../organization/types.ts';
import { deploymentOf } from '../preflight/deployment/of-files.ts';
import { stacksOf, type WantedStack } from '../preflight/deployment/stacks.ts';
import type { Files } from '../preflight/files.ts';
import { describeOrganization } from '../preflight/read/organization.ts';
import { readLeft } from './read.ts';
import { type Patience, takeBack } from './take-back.ts';
import type { Adopted, LeftStack } from './types.ts';

/** Stacks that are made at a time. */
const concurrency = 4;

/**
 * What the stacks of a deployment left behind.
 *
 * @param capability Optional. The only one to look at; default: all
 * @throws SettingsError when it is not deployed
 */
export async function findLeft(
  files: Files,
  sessions: Sessions,
  { capability, onProgress }: { capability?: string; onProgress: (text: string) => void },
): Promise<LeftStack[]> {
  const { organizations } = sessions.caller;
  const { Id } = await describeOrganization(organizations);
  const accounts = await listAccounts(organizations);
  const active = new Set(accounts.filter(({ state }) => state === 'ACTIVE').map(({ id }) => id));
  const stacks = [...stacksOf(deploymentOf(files, Id, accounts))];
  return readLeft(
    of(stacks, capability).filter(({ accountId }) => active.has(accountId)),
    sessions,
    onProgress,
  );
}

function of(stacks: readonly WantedStack[], capability: string | undefined): WantedStack[] {
  if (capability === undefined) {
    return [...stacks];
  }
  const found = stacks.filter((stack) => stack.capability === capability);
  if (found.length === 0) {
    const known = [...new Set(stacks.map((stack) => stack.capability))].sort();
    throw new SettingsError(
      `--capability ${capability} has no stack in the task file: expected ${known.join(', ')}`,
    );
  }
  return found;
}

/** Makes each stack of what it left behind; one that fails stops no other. */
export function adopt(
  left: readonly LeftStack[],
  sessions: Pick<Sessions, 'open'>,
  patience: Patience,
): Promise<Adopted[]> {
  return pMap(
    left,
    async (one) => {
      const { accountId, region } = one.stack;
      try {
        const { cloudFormation } = (await sessions.open(accountId)).clients(region);
        await takeBack(cloudFormation, one, patience);
        return { left: one, reason: undefined };
      } catch (error) {
        return { left: one, reason: describeError(error) };
      }
    },
    { concurrency },
  );
}
