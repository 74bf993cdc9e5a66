import { idOf, isActive, listAccounts } from '../../lambda/accounts.ts';
import { firstFive } from '../../lambda/errors.ts';
import { SweepError } from './errors.ts';
import type { Settings } from './settings.ts';
import { convergeAccount, type Dependencies, type Swept, visitAll } from './visit.ts';

/** Each has 13 minutes, and takes up what the former did not reach. */
const ROUNDS = 20;

/**
 * Converges one account and region, for a new VPC there. A region that is not governed is ignored.
 *
 * @throws SweepError when EC2 refuses some, after all were tried
 */
export async function convergeOne(
  dependencies: Dependencies,
  settings: Settings,
  { accountId, region }: { accountId: string; region: string },
): Promise<number> {
  if (!settings.regions.includes(region)) {
    return 0;
  }
  const here = { ...settings, regions: [region] };
  const { created, failures, isFinished } = await convergeAccount(dependencies, here, accountId);
  if (!isFinished) {
    await dependencies.repeat([accountId], 1);
    return created;
  }
  requireNone(failures);
  return created;
}

/**
 * Converges every active account, in the order of their ids, from behind `after`. Leaves the rest to
 * another invocation before the function times out, and to one of its own the accounts with failures,
 * so that they do not repeat the others.
 *
 * @throws SweepError when no account allows its role to be assumed
 */
export async function sweep(
  dependencies: Dependencies,
  settings: Settings,
  after = '',
): Promise<Swept> {
  const { log, repeat, resume } = dependencies;
  const accounts = await listAccounts(dependencies.organizations);
  const accountIds = accounts
    .filter(isActive)
    .map(idOf)
    .filter((id) => id > after);
  const { swept, failures, failed, unfinished, left } = await visitAll(
    dependencies,
    settings,
    accountIds,
  );
  if (after === '' && swept.skipped > 0 && swept.skipped === accountIds.length) {
    throw new SweepError('No account allows the role to be assumed: deploy the roles of flow logs');
  }
  const again = [...failed, ...unfinished].toSorted();
  if (again.length > 0) {
    await repeat(again, 1);
  }
  if (left.length > 0) {
    await resume(accountIds[accountIds.indexOf(left[0] as string) - 1] ?? after);
  }
  const level = failures.length > 0 ? 'WARN' : 'INFO';
  log({ message: 'Swept', action: 'sweep', level, ...swept, failures: firstFive(failures) });
  return swept;
}

/**
 * Converges accounts once more. What the time does not suffice for is requested again, with what
 * failed; the last round fails with what is left.
 *
 * @throws SweepError naming up to five accounts and regions that failed, after all were tried
 */
export async function repeatAccounts(
  dependencies: Dependencies,
  settings: Settings,
  { accountIds, round }: { accountIds: readonly string[]; round: number },
): Promise<void> {
  const visited = await visitAll(dependencies, settings, accountIds);
  const { failed, unfinished, left, failures } = visited;
  const rest = [...left, ...unfinished];
  if (rest.length > 0 && round < ROUNDS) {
    await dependencies.repeat([...failed, ...rest].toSorted(), round + 1);
    return;
  }
  requireNone([...failures, ...rest.map((id) => `${id}: not finished after ${round} rounds`)]);
}

function requireNone(failures: readonly string[]): void {
  if (failures.length === 0) {
    return;
  }
  throw new SweepError(
    `${failures.length} VPCs or regions lack flow logs: ${firstFive(failures)}; fix the cause, such ` +
      "as the bucket's policy; what a VPC had is kept, and the next sweep retries",
  );
}
