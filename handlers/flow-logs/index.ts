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
import { RESUME, requestOf } from './request.ts';
import { settingsOf } from './settings.ts';
import { type AccountClients, convergeOne, type Dependencies, sweep } from './sweep.ts';

const { env } = process;
// Read at each invocation: a missing setting then fails the invocation, with its name.
const settings = () => settingsOf(env);
const partition = env.PARTITION ?? 'aws';
const organizations = new OrganizationsClient({ maxAttempts: 5 });
const eventBridge = new EventBridgeClient({ maxAttempts: 5 });
const sts = new STSClient({ maxAttempts: 5 });
const { log } = functionRuntime;

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

async function resume(after: string): Promise<void> {
  const { Entries = [], FailedEntryCount } = await eventBridge.send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: env.BUS_NAME,
          Source: `${settings().resourcePrefix}.flow-logs`,
          DetailType: RESUME,
          Detail: JSON.stringify({ after }),
        },
      ],
    }),
  );
  if (FailedEntryCount) {
    throw new FlowLogsError(`EventBridge rejected the rest of a sweep: ${Entries[0]?.ErrorCode}`);
  }
}

const dependencies = (context: LambdaContext): Dependencies => ({
  partition,
  organizations,
  open,
  resume,
  remainingMs: () => context.getRemainingTimeInMillis(),
  log,
});

/** For a new VPC, for the schedule, and for the rest of a sweep. */
export async function handler(event: unknown, context: LambdaContext): Promise<void> {
  const request = requestOf(event);
  if (request.kind === 'place') {
    await convergeOne(dependencies(context), settings(), request);
  } else {
    await sweep(dependencies(context), settings(), request.after);
  }
}

/** For CloudFormation, at each deployment. */
export async function deploy(event: unknown, context: LambdaContext): Promise<void> {
  const definition = flowLogsDeployment((wanted) => sweep(dependencies(context), wanted));
  await customResource(definition)(event, context);
}
