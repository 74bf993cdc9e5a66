import type { Summary } from './summary.ts';

/**
 * Tells a run by a line of the log, of which CloudWatch makes the metrics AccountsScanned and
 * AccountsNotScanned.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function runCounter(
  write: (line: string) => void,
  now: () => Date,
  namespace: string,
): (summary: Summary) => void {
  return ({ run, accounts, scanned, notScanned, skipped }) => {
    const at = now();
    const line = {
      timestamp: at.toISOString(),
      level: notScanned.length > 0 ? 'ERROR' : 'INFO',
      message: `${scanned} of ${accounts} accounts scanned`,
      action: 'finish-run',
      run,
      skipped: skipped.length,
      AccountsScanned: scanned,
      AccountsNotScanned: notScanned.length,
      _aws: {
        Timestamp: at.getTime(),
        CloudWatchMetrics: [
          {
            Namespace: namespace,
            Dimensions: [[]],
            Metrics: [
              { Name: 'AccountsScanned', Unit: 'Count' },
              { Name: 'AccountsNotScanned', Unit: 'Count' },
            ],
          },
        ],
      },
    };
    write(`${JSON.stringify(line)}\n`);
  };
}
