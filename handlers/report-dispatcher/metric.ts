import type { Quarantined } from './quarantine.ts';

/**
 * Counts a report in quarantine by a line of the log, from which CloudWatch extracts the metric
 * ReportsQuarantined.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function quarantineCounter(
  write: (line: string) => void,
  now: () => Date,
  namespace: string,
): (quarantined: Quarantined) => void {
  return ({ key, reason }) => {
    const at = now();
    const line = {
      timestamp: at.toISOString(),
      level: 'WARN',
      message: 'Put a report in quarantine',
      action: 'quarantine',
      key,
      reason,
      ReportsQuarantined: 1,
      _aws: {
        Timestamp: at.getTime(),
        CloudWatchMetrics: [
          {
            Namespace: namespace,
            Dimensions: [[]],
            Metrics: [{ Name: 'ReportsQuarantined', Unit: 'Count' }],
          },
        ],
      },
    };
    write(`${JSON.stringify(line)}\n`);
  };
}
