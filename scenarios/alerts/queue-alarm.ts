import type { World } from '../scenario.ts';

/** An alarm of a queue of the security account, as its template has it. */
export interface QueueAlarm {
  readonly name: string;
  readonly description: string;
  readonly queue: string;
  readonly metric: string;
  readonly threshold: number;
}

/**
 * What CloudWatch writes to readers of e-mail, without what differs from run to run.
 *
 * @throws with both texts when they differ
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 */
export function requireQueueAlarm({ settings }: World, text: string, alarm: QueueAlarm): void {
  const { homeRegion: region, securityAccountId: account, resourcePrefix } = settings;
  const { name, description, queue, metric, threshold } = alarm;
  const limit = threshold.toFixed(1);
  const reason = `Threshold Crossed: 1 datapoint [N (T)] was greater than the threshold (${limit}).`;
  const expected = [
    `You are receiving this email because your Amazon CloudWatch Alarm "${name}" in the R region has entered the ALARM state, because "${reason}" at "T".`,
    '',
    'View this alarm in the AWS Management Console:',
    `https://${region}.console.aws.amazon.com/cloudwatch/deeplink.js?region=${region}#alarmsV2:alarm/${name}`,
    '',
    'Alarm Details:',
    `- Name:                       ${name}`,
    `- Description:                ${description}`,
    '- State Change:               OK -> ALARM',
    `- Reason for State Change:    ${reason}`,
    '- Timestamp:                  T',
    `- AWS Account:                ${account}`,
    `- Alarm Arn:                  arn:aws:cloudwatch:${region}:${account}:alarm:${name}`,
    '',
    'Threshold:',
    `- The alarm is in the ALARM state when the metric is GreaterThanThreshold ${limit} for at least 1 of the last 1 period(s) of 300 seconds. `,
    '',
    'Monitored Metric:',
    '- MetricNamespace:                     AWS/SQS',
    `- MetricName:                          ${metric}`,
    `- Dimensions:                          [QueueName = ${queue}]`,
    '- Period:                              300 seconds',
    '- Statistic:                           Maximum',
    '- Unit:                                not specified',
    '- TreatMissingData:                    notBreaching',
    '',
    '',
    'State Change Actions:',
    '- OK: ',
    `- ALARM: [arn:aws:sns:${region}:${account}:${resourcePrefix}-alerts]`,
    '- INSUFFICIENT_DATA: ',
  ].join('\n');
  const stable = text
    .trimEnd()
    .replace(/ in the .* region has /, ' in the R region has ')
    .replaceAll(/\[[\d.]+ \(.*?\)\]/g, '[N (T)]')
    .replaceAll(/\w+ \d\d \w+, \d{4} [\d:]{8} UTC/g, 'T');
  if (stable !== expected.trimEnd()) {
    throw new Error(`expected the e-mail\n${expected}\ngot\n${stable}`);
  }
}
