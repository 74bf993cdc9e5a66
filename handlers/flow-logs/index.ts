import { EC2Client } from '@aws-sdk/client-ec2';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { STSClient } from '@aws-sdk/client-sts';
import { customResource } from '../../custom-resources/framework/custom-resource.ts';
import { assumeRole } from '../../lambda/accounts.ts';
import type { LambdaContext } from '../../lambda/context.ts';
import { functionRuntime } from '../../lambda/runtime.ts';
import { flowLogsDeployment } from './deployment.ts';
import { FlowLogsError } from './errors.ts';
import { REPEAT, RESUME, requestOf } from './request.ts';
import { type Settings, settingsOf } from './settings.ts';
import { convergeOne, repeatAccounts, sweep } from './sweep.ts';
import type { AccountClients, Dependencies } from './visit.ts';

const { env } = process;
// Read at each invocation: a missing setting then fails the invocation, with its name.
const settings = () => settingsOf(env);
const partition = env.PARTITION ?? 'aws';
const organizations = new OrganizationsClient({ maxAttempts: 5 });
const eventBridge = new EventBridgeClient({ maxAttempts: 5 });
const sts = new STSClient({ maxAttempts: 5 });
const { log, sleep } = functionRuntime;

async function open(accountId: string): Promise<AccountClients> {
  const role = `${settings().resourcePrefix}-flow-logs`;
  const roleArn = `arn:${partition}:iam::${accountId}:role/${role}`;
  const credentials = await assumeRole(sts, roleArn, role);
  const built: EC2Client[] = [];
  return {
    ec2(region) {
      const client = new EC2Client({ region, credentials, maxAttempts: 5 });
      built.push(client);
      return client;
    },
    close() {
      for (const client of built) {
        client.destroy();
      }
    },
  };
}

/** Requests another invocation, of the function that reports what fails. */
async function put(DetailType: string, detail: object): Promise<void> {
  const { Entries = [], FailedEntryCount } = await eventBridge.send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: env.BUS_NAME,
          Source: `${settings().resourcePrefix}.flow-logs`,
          DetailType,
          Detail: JSON.stringify(detail),
        },
      ],
    }),
  );
  if (FailedEntryCount) {
    throw new FlowLogsError(`EventBridge rejected the rest of a sweep: ${Entries[0]?.ErrorCode}`);
  }
}

const resume = (after: string): Promise<void> => put(RESUME, { after });

// An event has at most 256 KB:
// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html
const ACCOUNTS_PER_EVENT = 5000;

async function repeat(accountIds: readonly string[], round: number): Promise<void> {
  for (let start = 0; start < accountIds.length; start += ACCOUNTS_PER_EVENT) {
    const part = accountIds.slice(start, start + ACCOUNTS_PER_EVENT);
    await put(REPEAT, { accountIds: part, round });
  }
}

const dependencies = (context: LambdaContext): Dependencies => ({
  partition,
  organizations,
  open,
  resume,
  repeat,
  sleep,
  remainingMs: () => context.getRemainingTimeInMillis(),
  log,
});

/** For a new VPC, for the schedule, and for what a sweep leaves. */
export async function handler(event: unknown, context: LambdaContext): Promise<void> {
  const request = requestOf(event);
  switch (request.kind) {
    case 'place':
      await convergeOne(dependencies(context), settings(), request);
      break;
    case 'sweep':
      await sweep(dependencies(context), settings(), request.after);
      break;
    case 'accounts':
      await repeatAccounts(dependencies(context), settings(), request);
      break;
    default:
      request satisfies never;
  }
}

/** For CloudFormation, at each deployment. */
export async function deploy(event: unknown, context: LambdaContext): Promise<void> {
  const sweepAll = (wanted: Settings) => sweep(dependencies(context), wanted);
  await customResource(flowLogsDeployment(sweepAll, () => resume('')))(event, context);
}
