import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { SNSClient } from '@aws-sdk/client-sns';
import { accountNames } from '../../lambda/alerting/accounts.ts';
import { publisher } from '../../lambda/alerting/topic.ts';
import { functionRuntime } from '../../lambda/runtime.ts';
import { alertAlarms } from './alarm-alerts.ts';
import { requestOf } from './request.ts';
import { settingsOf } from './settings.ts';

const { log, sleep, now } = functionRuntime;
const sns = new SNSClient({ maxAttempts: 5 });
const logs = new CloudWatchLogsClient({ maxAttempts: 5 });
const cloudWatchOf = (region: string) => new CloudWatchClient({ region, maxAttempts: 5 });
// A name is not worth a delay: on a timeout the alert is published without it.
const organizations = new OrganizationsClient({
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 2000, requestTimeout: 5000 },
});
// Here, so that names are cached between invocations.
const names = accountNames(organizations, { log });

/** For messages of alarms, and for the schedule. */
export async function handler(event: unknown): Promise<void> {
  // Read at each invocation: a missing setting then fails the invocation, with its name.
  const settings = settingsOf(process.env);
  const publish = publisher(sns, settings.topicArn);
  const dependencies = { cloudWatchOf, logs, sleep, now, names, publish, log };
  await alertAlarms(dependencies, settings, requestOf(event));
}
