import { BatchClient } from '@aws-sdk/client-batch';
import { CodeBuildClient } from '@aws-sdk/client-codebuild';
import { ECRClient } from '@aws-sdk/client-ecr';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { publisher } from '../../lambda/alerting/topic.ts';
import type { LambdaContext } from '../../lambda/context.ts';
import { functionRuntime } from '../../lambda/runtime.ts';
import { alertOfBuild } from './failed-build.ts';
import { finish } from './finish.ts';
import { runCounter } from './metric.ts';
import type { ReportDependencies } from './report.ts';
import { requestOf } from './request.ts';
import { type Settings, settingsOf } from './settings.ts';
import { type Started, start } from './start.ts';
import type { Summary } from './summary.ts';

const { log, sleep, write, now } = functionRuntime;
// A call that hangs must not outlast the claim of a run.
const requestHandler = { connectionTimeout: 2000, requestTimeout: 8000 };
const organizations = new OrganizationsClient({ maxAttempts: 5 });
const sns = new SNSClient({ maxAttempts: 5 });
const s3 = new S3Client({ maxAttempts: 5 });
const batch = new BatchClient({ maxAttempts: 5 });
const images = {
  ecr: new ECRClient({ maxAttempts: 5 }),
  codeBuild: new CodeBuildClient({ maxAttempts: 5 }),
};
// A call without a response is not retried: AWS Batch may have accepted the job.
const submitting = new BatchClient({ maxAttempts: 1, requestHandler });

function startAt(settings: Settings, reporting: ReportDependencies, at: Date): Promise<Started> {
  const clients = { organizations, batch, submitting, images };
  return start({ ...clients, ...reporting, now, sleep, log }, settings, at);
}

/** For the schedule, the end of a run's job and a failed build of its image, and by hand with {}. */
export async function handler(
  event: unknown,
  context: LambdaContext,
): Promise<Started | Summary | undefined> {
  // Read at each invocation: a missing setting then fails the invocation, with its name.
  const settings = settingsOf(process.env);
  // A function is in the account of its bucket: arn:aws:lambda:region:account:function:name.
  const owner = context.invokedFunctionArn.split(':')[4] ?? '';
  const store = { s3, bucket: settings.reportBucket, owner };
  const publish = publisher(sns, settings.topicArn);
  const reporting = { store, publish, count: runCounter(write, now, settings.resourcePrefix) };
  const request = requestOf(event, settings, now);
  switch (request.kind) {
    case 'start':
      return startAt(settings, reporting, request.at);
    case 'finish':
      return finish({ batch, ...reporting }, settings, request.job);
    case 'report-build':
      await publish(alertOfBuild(request.build));
      return undefined;
    case 'ignore':
      log({ message: `Ignored: ${request.why}`, action: 'ignore-event' });
      return undefined;
    default:
      return request satisfies never;
  }
}
