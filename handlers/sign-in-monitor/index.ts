import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { accountNames } from '../../lambda/alerting/accounts.ts';
import { publishAlertTest } from '../../lambda/alerting/alert-test.ts';
import { once } from '../../lambda/alerting/once.ts';
import { publisher } from '../../lambda/alerting/topic.ts';
import { functionRuntime } from '../../lambda/runtime.ts';
import { countriesFile } from './countries.ts';
import { failures } from './failures.ts';
import { type Dependencies, monitor } from './monitor.ts';
import { networksFile } from './networks-file.ts';
import { settingsOf } from './settings.ts';
import { workflows } from './workflows.ts';

const { log } = functionRuntime;
const options = { maxAttempts: 5 };
const dynamodb = new DynamoDBClient(options);
const s3 = new S3Client(options);
const sns = new SNSClient(options);
const accounts = accountNames(new OrganizationsClient(options), { log });

// At the first invocation: a missing setting then fails the invocation, with its name.
let built: ReturnType<typeof build> | undefined;

function build() {
  const settings = settingsOf(process.env);
  const { tableName, topicArn } = settings;
  const others: Omit<Dependencies, 'known' | 'countryOf'> = {
    failures: failures(dynamodb, tableName),
    workflows: workflows(dynamodb, tableName),
    once: once(dynamodb, tableName),
    accounts,
    publish: publisher(sns, topicArn),
    log,
    now: Date.now,
  };
  return {
    settings,
    others,
    networks: networksFile(s3, settings),
    countries: countriesFile(s3, settings, log),
  };
}

/** For each sign-in event of every account and region. */
export async function handler(event: unknown): Promise<void> {
  built ??= build();
  const { settings, others, networks, countries } = built;
  if (await publishAlertTest(event, { dynamodb, table: settings.tableName, ...others })) {
    return;
  }
  const dependencies = { ...others, known: await networks(), countryOf: await countries() };
  await monitor(event, dependencies, settings);
}
