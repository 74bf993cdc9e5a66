import type { YamlFile } from 'ofn-rehearse';
import { flowLogArchiveAfterDays, flowLogExpireAfterDays } from '../templates/parameters.ts';
import { faultsOfLifecycle } from './lifecycle.ts';
import type { Faults } from './parameter.ts';

/**
 * What can't be deployed of the parameters of flow logs in organization-parameters.yml; those that
 * are not there have the defaults of templates/flow-logs/_tasks.yml.
 */
export function* faultsOfFlowLogs(yaml: YamlFile): Faults {
  yield* faultsOfLifecycle(yaml, {
    archive: flowLogArchiveAfterDays,
    expire: flowLogExpireAfterDays,
    what: 'flow logs',
  });
}
