import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { SNSClient } from '@aws-sdk/client-sns';
import { accountNames } from '../../lambda/alerting/accounts.ts';
import { publishAlertTest } from '../../lambda/alerting/alert-test.ts';
import { once } from '../../lambda/alerting/once.ts';
import { publisher } from '../../lambda/alerting/topic.ts';
import { functionRuntime } from '../../lambda/runtime.ts';
import { startCounts } from './counted.ts';
import { publishDigests } from './digest.ts';
import { alertFindings, type Dependencies } from './finding-alerts.ts';
import { publishedAtOf } from './read.ts';
import { startsIn } from './schedule.ts';
import { sentFindings } from './sent.ts';
import { type Settings, settingsOf } from './settings.ts';
import { type Starts, startTimes } from './starts.ts';

const { log } = functionRuntime;
const dynamodb = new DynamoDBClient({ maxAttempts: 5 });
const sns = new SNSClient({ maxAttempts: 5 });
// A name is not worth a delay: on a timeout the alert is published without it.
const organizations = new OrganizationsClient({
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 2000, requestTimeout: 5000 },
});
// Here, so that names and starts are cached between invocations.
const names = accountNames(organizations, { log });
let starts: Starts | undefined;

/** For an event of the findings' bus, of a rule of AWS Config, or of a schedule. */
export async function handler(event: unknown): Promise<void> {
  // Read at each invocation: a missing setting then fails the invocation, with its name.
  const settings = settingsOf(process.env);
  const { topicArn, tableName } = settings;
  starts ??= startTimes(dynamodb, tableName);
  const dependencies: Dependencies = {
    names,
    once: once(dynamodb, tableName),
    sent: sentFindings(dynamodb, tableName),
    starts,
    counts: startCounts(dynamodb, tableName),
    publish: publisher(sns, topicArn),
    log,
    now: Date.now,
  };
  await handle(dependencies, settings, event);
}

async function handle(
  dependencies: Dependencies,
  settings: Settings,
  event: unknown,
): Promise<void> {
  if (await publishAlertTest(event, { dynamodb, table: settings.tableName, ...dependencies })) {
    return;
  }
  const keys = startsIn(event, settings);
  if (!keys) {
    await alertFindings(dependencies, settings, event);
    return;
  }
  await dependencies.starts.of(keys);
  const region = process.env['AWS_REGION'] ?? '';
  await publishDigests(dependencies, region, publishedAtOf(event) ?? dependencies.now());
}
