import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { SNSClient } from '@aws-sdk/client-sns';
import { accountNames } from '../../lambda/alerting/accounts.ts';
import { alertTestOf } from '../../lambda/alerting/alert-test.ts';
import { once } from '../../lambda/alerting/once.ts';
import { publisher } from '../../lambda/alerting/topic.ts';
import { functionRuntime } from '../../lambda/runtime.ts';
import { alertFindings } from './finding-alerts.ts';
import { sentFindings } from './sent.ts';
import { settingsOf } from './settings.ts';

const { log } = functionRuntime;
const dynamodb = new DynamoDBClient({ maxAttempts: 5 });
const sns = new SNSClient({ maxAttempts: 5 });
// A name is not worth a delay: on a timeout the alert is published without it.
const organizations = new OrganizationsClient({
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 2000, requestTimeout: 5000 },
});
// Here, so that names are cached between invocations.
const names = accountNames(organizations, { log });

/** For an event of the findings' bus. */
export async function handler(event: unknown): Promise<void> {
  // Read at each invocation: a missing setting then fails the invocation, with its name.
  const settings = settingsOf(process.env);
  const { topicArn, tableName } = settings;
  const publish = publisher(sns, topicArn);
  const test = alertTestOf(event);
  if (test) {
    await publish(test);
    return;
  }
  const dependencies = {
    names,
    once: once(dynamodb, tableName),
    sent: sentFindings(dynamodb, tableName),
    publish,
    log,
  };
  await alertFindings(dependencies, settings, event);
}
