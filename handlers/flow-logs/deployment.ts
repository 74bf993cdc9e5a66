import type { Definition, Request } from '../../custom-resources/framework/definition.ts';
import { parseProperties } from '../../lambda/properties.ts';
import { SCHEMA, type Settings } from './settings.ts';
import type { Swept } from './sweep.ts';

/**
 * `Custom::FlowLogs`: every deployment sweeps once, so that VPCs that are there already have flow
 * logs when it ends. What does not fit into the function's time goes on behind it.
 *
 * Delete leaves the flow logs: a stack that is removed must not blind anybody. An empty list of
 * destinations, deployed before, removes those that the sweep has made.
 */
export function flowLogsDeployment(
  sweepAll: (settings: Settings) => Promise<Swept>,
): Definition<Settings, undefined> {
  const put = async ({ properties }: Request & { properties: Settings }) => {
    const { accounts, created } = await sweepAll(properties);
    return { data: { AccountCount: accounts, CreatedCount: created } };
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
