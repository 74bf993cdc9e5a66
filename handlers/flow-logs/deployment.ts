import type { Definition, Request } from '../../custom-resources/framework/definition.ts';
import { parseProperties } from '../../lambda/properties.ts';
import { SCHEMA, type Settings } from './settings.ts';
import type { Swept } from './sweep.ts';

/**
 * `Custom::FlowLogs`: every deployment sweeps once, so that existing VPCs have flow logs when it
 * ends. A sweep that exceeds the function's timeout continues after the deployment.
 *
 * Delete keeps the flow logs: removing a stack must not end the evidence. An empty list of
 * destinations, deployed before, removes those that the sweep created.
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
