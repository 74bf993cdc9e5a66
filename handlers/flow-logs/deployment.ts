import type { Definition, Request } from '../../custom-resources/framework/definition.ts';
import { describeError } from '../../lambda/errors.ts';
import { parseProperties } from '../../lambda/properties.ts';
import { SCHEMA, type Settings } from './settings.ts';
import type { Swept } from './visit.ts';

/**
 * `Custom::FlowLogs`: every deployment sweeps once, so that existing VPCs have flow logs when it
 * ends. A sweep that exceeds the function's timeout continues after the deployment.
 *
 * What one account refuses does not fail the stack, nor its roll-back, which would leave it in
 * UPDATE_ROLLBACK_FAILED: the other function repeats it, and reports it by its alarm.
 *
 * Delete keeps the flow logs: removing a stack must not end the evidence. An empty list of
 * destinations, deployed before, removes those that the sweep created.
 */
export function flowLogsDeployment(
  sweepAll: (settings: Settings) => Promise<Swept>,
  sweepLater: () => Promise<void>,
): Definition<Settings, undefined> {
  const put = async ({ properties, log }: Request & { properties: Settings }) => {
    try {
      const { accounts, created, failed } = await sweepAll(properties);
      return { data: { AccountCount: accounts, CreatedCount: created, FailedCount: failed } };
    } catch (error) {
      log({ message: describeError(error), action: 'sweep-later', level: 'ERROR' });
      await sweepLater();
      return { data: { AccountCount: 0, CreatedCount: 0, FailedCount: 0 } };
    }
  };
  return {
    physicalId: 'flow-logs',
    parse: (raw) => parseProperties(raw, SCHEMA),
    parseForDelete: () => undefined,
    onCreate: put,
    onUpdate: put,
    onDelete: async () => {},
  };
}
