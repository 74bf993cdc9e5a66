import { UnknownEventError } from './errors.ts';
import { type FailedBuild, failedBuildOf } from './failed-build.ts';
import { builtImage } from './image.ts';
import { type Part, partOf } from './run.ts';
import type { Settings } from './settings.ts';

/** The end of one of our jobs. */
export interface EndedJob {
  id: string;
  part: Part;
  status: 'SUCCEEDED' | 'FAILED';
  /** Children of an array job; nothing for the only job of a run of one account. */
  size?: number;
  /** Why it failed, where it is the only job. */
  reasons: string[];
}

export type AuditRequest =
  | { kind: 'start'; at: Date }
  | { kind: 'finish'; job: EndedJob }
  | { kind: 'report-build'; build: FailedBuild }
  | { kind: 'ignore'; why: string };

/**
 * Reads an event: the schedule starts a run, and the end of its job ends it; a build of the image that
 * failed is reported. An event without a type is an operator's, who starts a run by hand.
 *
 * @throws UnknownEventError for any other, and for one that lacks the fields of its type
 * @see https://docs.aws.amazon.com/batch/latest/userguide/batch_job_events.html
 */
export function requestOf(event: unknown, settings: Settings, now: () => Date): AuditRequest {
  const { 'detail-type': type, time, detail } = fields(event);
  switch (type) {
    case undefined:
      return startByHand(event, now);
    case 'Scheduled Event':
      return { kind: 'start', at: timeOf(time) };
    case 'Batch Job State Change':
      return ofJob(fields(detail), settings);
    case 'CodeBuild Build State Change':
      return ofBuild(fields(detail), settings);
    default:
      throw new UnknownEventError(
        `An event of type ${show(type)}: allowed are a scheduled event, a change of a job's ` +
          "or build's state, and {} by hand; correct the rule that sends it",
      );
  }
}

function startByHand(event: unknown, now: () => Date): AuditRequest {
  if (typeof event === 'object' && event !== null && Object.keys(event).length === 0) {
    return { kind: 'start', at: now() };
  }
  throw new UnknownEventError(`An event without a type that is ${show(event)}: allowed is {}`);
}

function ofJob(detail: Record<string, unknown>, settings: Settings): AuditRequest {
  const { jobQueue, jobId, jobName, status, arrayProperties } = detail;
  const { index, size } = fields(arrayProperties);
  if (typeof jobQueue !== 'string' || typeof jobId !== 'string' || typeof jobName !== 'string') {
    throw new UnknownEventError(
      "A change of a job's state without jobQueue, jobId and jobName: compare it with the current " +
        'documentation of AWS Batch, and correct the function',
    );
  }
  if (jobQueue !== settings.jobQueueArn) {
    return ignore(`the job is of ${jobQueue}`);
  }
  if (index !== undefined) {
    return ignore('the job is a child: the event of its parent follows');
  }
  if (status !== 'SUCCEEDED' && status !== 'FAILED') {
    return ignore(`the job is ${show(status)}`);
  }
  const part = partOf(settings, jobName);
  if (!part) {
    return ignore(`${jobName} is not a job of a run`);
  }
  const job: EndedJob = { id: jobId, part, status, reasons: reasonsOf(detail) };
  return { kind: 'finish', job: typeof size === 'number' ? { ...job, size } : job };
}

function ofBuild(detail: Record<string, unknown>, settings: Settings): AuditRequest {
  const { 'project-name': project } = detail;
  if (project !== builtImage(settings)?.project) {
    return ignore(`the build is of ${show(project)}`);
  }
  const build = failedBuildOf(detail);
  if (!build) {
    throw new UnknownEventError(
      "A change of a build's state without build-id and build-status: compare it with the current " +
        'documentation of AWS CodeBuild, and correct the function',
    );
  }
  return /^(IN_PROGRESS|SUCCEEDED)$/.test(build.status)
    ? ignore(`the build is ${build.status}`)
    : { kind: 'report-build', build };
}

/** The reasons of Batch and of the container; the exit code last. */
function reasonsOf({ statusReason, container }: Record<string, unknown>): string[] {
  const { reason, exitCode } = fields(container);
  const code = typeof exitCode === 'number' ? [`exit code ${exitCode}`] : [];
  return [...[statusReason, reason].filter((text) => typeof text === 'string'), ...code];
}

const ignore = (why: string): AuditRequest => ({ kind: 'ignore', why });

function timeOf(time: unknown): Date {
  const at = new Date(typeof time === 'string' ? time : Number.NaN);
  if (Number.isNaN(at.getTime())) {
    throw new UnknownEventError(
      `A scheduled event whose time is ${show(time)}: without a time the function can't detect ` +
        'whether its run has started before',
    );
  }
  return at;
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function show(value: unknown): string {
  const json = JSON.stringify(value) ?? String(value);
  return json.length > 100 ? `${json.slice(0, 97)}...` : json;
}
