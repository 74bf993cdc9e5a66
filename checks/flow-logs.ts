import { problemAt, type YamlFile } from 'ofn-rehearse';
import { checkLifecycle } from './lifecycle.ts';
import { checkSchedule } from './schedule.ts';

/** What the parameters of flow logs may be, where they are no days. */
const allowed: Readonly<Record<string, readonly unknown[]>> = {
  flowLogDestinations: ['s3', 'cloud-watch-logs'],
  flowLogTrafficType: ['ALL', 'ACCEPT', 'REJECT'],
  flowLogAggregationSeconds: [60, 600],
  flowLogEncryption: ['s3', 'kms'],
};

/**
 * Checks the parameters of flow logs in organization-parameters.yml; those that are not there have
 * the defaults of templates/flow-logs/_tasks.yml.
 *
 * @throws Problem for the first that can't be deployed, with its line
 */
export function checkFlowLogs(yaml: YamlFile): void {
  for (const [key, values] of Object.entries(allowed)) {
    const given = [yaml.value[key] ?? []].flat();
    if (given.some((value) => !values.includes(value))) {
      throw problemAt(yaml, [key], {
        cause: `${key} is ${JSON.stringify(yaml.value[key])}`,
        remedy: `use ${values.join(', ')}`,
      });
    }
  }
  checkLifecycle(yaml, {
    archive: ['flowLogArchiveAfterDays', 90],
    expire: ['flowLogExpireAfterDays', 365],
    what: 'flow logs',
  });
  checkSchedule(yaml, 'flowLogSchedule', "'rate(1 day)' or 'cron(0 3 * * ? *)'");
}
