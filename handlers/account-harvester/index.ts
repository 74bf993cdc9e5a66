import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { SQSClient } from '@aws-sdk/client-sqs';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { customResource } from '../../custom-resources/framework/custom-resource.ts';
import type { SessionCredentials } from '../../lambda/accounts.ts';
import type { LambdaContext } from '../../lambda/context.ts';
import { lambdaCredentials } from '../../lambda/credentials.ts';
import { functionRuntime } from '../../lambda/runtime.ts';
import { bucketLookup } from './bucket.ts';
import { type Cursor, cursorOf, RESUME, START } from './cursor.ts';
import { harvestDeployment } from './deployment.ts';
import { HarvestError } from './errors.ts';
import { type Dependencies, harvest, requireNone, type Summary } from './harvest.ts';
import { objectLister } from './object-list.ts';
import { type Settings, settingsOf } from './settings.ts';

const { env } = process;
const { log, sleep } = functionRuntime;
const maxAttempts = 5;
const sts = new STSClient({ maxAttempts });
const eventBridge = new EventBridgeClient({ maxAttempts });
const sqs = new SQSClient({ maxAttempts, useQueueUrlAsEndpoint: false });

async function managementCredentials(settings: Settings): Promise<SessionCredentials> {
  const { managementRoleArn: RoleArn, externalId: ExternalId, resourcePrefix } = settings;
  const RoleSessionName = `${resourcePrefix}-account-harvester`;
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({ RoleArn, ExternalId, RoleSessionName }),
  );
  return {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    ...(Credentials?.SessionToken ? { sessionToken: Credentials.SessionToken } : {}),
  };
}

async function resumeOn({ busName, resourcePrefix }: Settings, rest: Cursor): Promise<void> {
  const { Entries = [], FailedEntryCount } = await eventBridge.send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: busName,
          Source: `${resourcePrefix}.account-harvester`,
          DetailType: RESUME,
          Detail: JSON.stringify({ resume: rest }),
        },
      ],
    }),
  );
  if (FailedEntryCount) {
    throw new HarvestError(`EventBridge rejected the rest of a harvest: ${Entries[0]?.ErrorCode}`);
  }
}

async function dependenciesOf(settings: Settings, context: LambdaContext): Promise<Dependencies> {
  const credentials = await managementCredentials(settings);
  const { homeRegion: region, managementRoleArn, reportBucket: bucket } = settings;
  const securityId = context.invokedFunctionArn.split(':')[4] ?? '';
  const endpoint = env.AWS_ENDPOINT_URL_S3 ?? env.AWS_ENDPOINT_URL;
  const shared = { credentials, maxAttempts, retryMode: 'adaptive' };
  return {
    managementId: managementRoleArn.split(':')[4] ?? '',
    securityId,
    organizations: new OrganizationsClient(shared),
    cloudFormation: new CloudFormationClient({ ...shared, region }),
    sqs,
    listWaiting: objectLister({
      bucket,
      owner: securityId,
      region,
      endpoint,
      credentials: () => lambdaCredentials(env),
      fetch,
      sleep,
      now: () => new Date(),
    }),
    isGone: bucketLookup({ region, endpoint, fetch, sleep }),
    resume: (rest) => resumeOn(settings, rest),
    clock: { now: Date.now, sleep, remainingMs: () => context.getRemainingTimeInMillis() },
    log,
  };
}

async function harvestFrom(start: Cursor, context: LambdaContext): Promise<Summary> {
  const settings = settingsOf(env);
  return harvest(await dependenciesOf(settings, context), settings, start);
}

/** For the schedule, for events of accounts, for the rest of a harvest, and by hand. */
export async function handler(event: unknown, context: LambdaContext): Promise<Summary> {
  const summary = await harvestFrom(cursorOf(event), context);
  requireNone(summary);
  return summary;
}

/** For CloudFormation, at each deployment. */
export async function deploy(event: unknown, context: LambdaContext): Promise<void> {
  const definition = harvestDeployment(() => harvestFrom(START, context));
  await customResource(definition)(event, context);
}
