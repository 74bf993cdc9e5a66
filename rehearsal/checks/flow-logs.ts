import type { Problem } from '../problem.ts';
import { problemAt, type YamlFile } from '../yaml.ts';

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
      throw problem(yaml, key, `is ${JSON.stringify(yaml.value[key])}`, `use ${values.join(', ')}`);
    }
  }
  const archive = days(yaml, 'flowLogArchiveAfterDays', 90);
  const expire = days(yaml, 'flowLogExpireAfterDays', 365);
  if (expire <= archive) {
    const key =
      'flowLogExpireAfterDays' in yaml.value ? 'flowLogExpireAfterDays' : 'flowLogArchiveAfterDays';
    throw problem(
      yaml,
      key,
      `would delete flow logs after ${expire} days, before they are archived after ${archive}`,
      'let flowLogExpireAfterDays be more than flowLogArchiveAfterDays',
    );
  }
}

function days(yaml: YamlFile, key: string, fallback: number): number {
  const value = yaml.value[key] ?? fallback;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1) {
    throw problem(yaml, key, `is ${JSON.stringify(value)}`, 'give a whole number of days, from 1');
  }

  return value;
}

function problem(yaml: YamlFile, key: string, cause: string, remedy: string): Problem {
  return problemAt(yaml, [key], { cause: `${key} ${cause}`, remedy });
}
