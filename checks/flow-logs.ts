import { partsAt, type YamlFile } from 'ofn-rehearse';
import { faultsOfLifecycle } from './lifecycle.ts';
import type { Faults } from './parameter.ts';
import { faultsOfSchedule } from './schedule.ts';

/** What the parameters of flow logs may be, where they are no days. */
const allowed: Readonly<Record<string, readonly unknown[]>> = {
  flowLogDestinations: ['s3', 'cloud-watch-logs'],
  flowLogTrafficType: ['ALL', 'ACCEPT', 'REJECT'],
  flowLogAggregationSeconds: [60, 600],
  flowLogEncryption: ['s3', 'kms'],
};

/**
 * What can't be deployed of the parameters of flow logs in organization-parameters.yml; those that
 * are not there have the defaults of templates/flow-logs/_tasks.yml.
 */
export function* faultsOfFlowLogs(yaml: YamlFile): Faults {
  for (const [key, values] of Object.entries(allowed)) {
    const given = [yaml.value[key] ?? []].flat();
    if (given.some((value) => !values.includes(value))) {
      yield partsAt(yaml, [key], {
        cause: `${key} is ${JSON.stringify(yaml.value[key])}`,
        remedy: `use ${values.join(', ')}`,
      });
    }
  }
  yield* faultsOfLifecycle(yaml, {
    archive: ['flowLogArchiveAfterDays', 90],
    expire: ['flowLogExpireAfterDays', 365],
    what: 'flow logs',
  });
  yield* faultsOfSchedule(yaml, 'flowLogSchedule', "'rate(1 day)' or 'cron(0 3 * * ? *)'");
}
