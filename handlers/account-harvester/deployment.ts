import { toAscii } from '../../custom-resources/framework/answer.ts';
import type { Definition, Outcome } from '../../custom-resources/framework/definition.ts';
import { firstFive } from '../../lambda/errors.ts';
import { parseProperties } from '../../lambda/properties.ts';
import type { Summary } from './harvest.ts';

/** Five of them, and the counts, fit into an answer of 4,096 bytes. */
const MAX_REASON_LENGTH = 250;

/**
 * `Custom::AccountHarvest`: every deployment harvests once, so that the accounts that are there
 * have their buckets when it ends. What does not fit into the function's time goes on behind it.
 *
 * Accounts that fail do not fail the deployment, since one account must not hold up the others:
 * they are in the Data, and the harvests of the schedule fail until they are mended.
 *
 * Delete leaves everything: instances are the StackSet's, and reports stay in their buckets.
 */
export function harvestDeployment(
  harvestAll: () => Promise<Summary>,
): Definition<object, undefined> {
  const put = async (): Promise<Outcome> => {
    const { accounts, inStep, created, updated, removed, failed, replayed } = await harvestAll();
    const texts = failed.map(({ account, reason }) =>
      toAscii(`${account}: ${reason}`).slice(0, MAX_REASON_LENGTH),
    );
    return {
      data: {
        AccountCount: accounts,
        InStepCount: inStep,
        CreatedCount: created,
        UpdatedCount: updated,
        RemovedCount: removed,
        ReplayedCount: replayed,
        FailedCount: failed.length,
        Failed: firstFive(texts),
      },
    };
  };
  return {
    physicalId: 'account-harvest',
    parse: (raw) => parseProperties(raw, {}),
    parseForDelete: () => undefined,
    onCreate: put,
    onUpdate: put,
    onDelete: async () => {},
  };
}
