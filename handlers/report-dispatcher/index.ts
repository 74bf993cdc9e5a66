import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { S3Client } from '@aws-sdk/client-s3';
import type { LambdaContext } from '../../lambda/context.ts';
import { functionRuntime } from '../../lambda/runtime.ts';
import { quarantineCounter } from './metric.ts';
import { organizationAccounts } from './organization.ts';
import { type Answer, dispatch } from './report-dispatcher.ts';
import { settingsOf } from './settings.ts';

const s3 = new S3Client({ maxAttempts: 5 });
const organizations = new OrganizationsClient({ maxAttempts: 5, retryMode: 'adaptive' });
const { sleep, log, write, now } = functionRuntime;

// At the first invocation: a missing setting then fails the invocation, with its name.
let built: ReturnType<typeof build> | undefined;

function build() {
  const settings = settingsOf(process.env);
  return {
    settings,
    // Here, so that accounts are cached between invocations.
    accounts: organizationAccounts(organizations, {
      ttlMs: settings.organizationTtlSeconds * 1000,
    }),
    count: quarantineCounter(write, now, settings.resourcePrefix),
  };
}

/** For a batch of messages of the queue. */
export async function handler(event: unknown, context: LambdaContext): Promise<Answer> {
  built ??= build();
  const { settings, accounts, count } = built;
  const dependencies = {
    s3,
    accounts,
    // A function is in the account of its bucket: arn:aws:lambda:region:account:function:name.
    accountId: context.invokedFunctionArn.split(':')[4] ?? '',
    count,
    remainingMs: () => context.getRemainingTimeInMillis(),
    sleep,
    log,
  };
  return dispatch(event, dependencies, settings);
}
