import { toAscii } from '../../custom-resources/framework/answer.ts';
import type { Definition, Outcome } from '../../custom-resources/framework/definition.ts';
import { firstFive } from '../../lambda/errors.ts';
import { parseProperties } from '../../lambda/properties.ts';
import type { Summary } from './harvest.ts';

/** Five of them, and the counts, fit into a response of 4,096 bytes. */
const MAX_REASON_LENGTH = 250;

/**
 * `Custom::AccountHarvest`: every deployment harvests once, so that existing accounts have their
 * buckets when it ends. A harvest that exceeds the function's timeout continues after it.
 *
 * Accounts that fail do not fail the deployment, since one account must not stop the others: they
 * are in the Data, and scheduled harvests fail until they are fixed.
 *
 * Delete keeps everything: the instances belong to the StackSet, and reports stay in their buckets.
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
