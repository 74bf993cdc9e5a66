import type { State } from './types.ts';

/**
 * The repair of what a stack creates: a deployment alone has nothing to update while the template is
 * the same.
 */
export const ofStack =
  'revert the drift of its stack, or where that is gone deploy its task with `ForceDeploy: true` (coverage/README.md, Repairs)';

/** Another repair, and that of what a stack creates. */
export const orOfStack = (repair: string): string => `${repair}; otherwise ${ofStack}`;

/** What remains of a repair where a reason has that of stacks already. */
export const withoutStack = (repair: string): string | undefined =>
  repair === ofStack ? undefined : repair.replace(`; otherwise ${ofStack}`, '');

/** The repair of what is a failed event, of which a queue holds some. */
export const ofQueue = (functionName: string): string =>
  `fix what the log of the function ${functionName} shows, invoke it with each event that its failure queue holds, and purge the queue`;

/** The repair of cells that could not be judged, whatever the row. */
export const ofState: Readonly<Partial<Record<State, string>>> = {
  failed:
    'grant a call that was denied, or except the role from the policy that denies it (coverage/README.md, Permissions); read again after any other error',
  unreachable:
    'let the ledger assume its role in the account, or name another with `--role` (coverage/README.md, Permissions)',
  'suspended account':
    'reopen the account, or give its part to another one in organization-parameters.yml',
  'not enabled region':
    '`aws account enable-region --region-name …` in the account, or take the region out of organization-parameters.yml',
};
