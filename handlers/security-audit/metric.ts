import { headlineOf, isFlawless, type Summary } from './summary.ts';

/**
 * Logs a run as a line from which CloudWatch extracts the metrics AccountsScanned,
 * AccountsNotScanned and AccountsWithErrors.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function runCounter(
  write: (line: string) => void,
  now: () => Date,
  namespace: string,
): (summary: Summary) => void {
  return (summary) => {
    const { run, scanned, notScanned, withErrors, skipped } = summary;
    const at = now();
    const line = {
      timestamp: at.toISOString(),
      level: levelOf(summary),
      message: headlineOf(summary),
      action: 'finish-run',
      run,
      skipped: skipped.length,
      AccountsScanned: scanned,
      AccountsNotScanned: notScanned.length,
      AccountsWithErrors: withErrors.length,
      _aws: {
        Timestamp: at.getTime(),
        CloudWatchMetrics: [
          {
            Namespace: namespace,
            Dimensions: [[]],
            Metrics: [
              { Name: 'AccountsScanned', Unit: 'Count' },
              { Name: 'AccountsNotScanned', Unit: 'Count' },
              { Name: 'AccountsWithErrors', Unit: 'Count' },
            ],
          },
        ],
      },
    };
    write(`${JSON.stringify(line)}\n`);
  };
}

function levelOf(summary: Summary): string {
  if (summary.notScanned.length > 0) {
    return 'ERROR';
  }
  return isFlawless(summary) ? 'INFO' : 'WARN';
}
