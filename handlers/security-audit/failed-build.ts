import type { Alert } from '../../lambda/alerting/topic.ts';

/** A build of the image that has failed. */
export interface FailedBuild {
  /** The ARN of the build. */
  arn: string;
  /** FAILED, FAULT, STOPPED or TIMED_OUT. */
  status: string;
  /** The phase that failed, and why. */
  reason: string;
  /** The address of its log, where the event has one. */
  log?: string;
}

/** @see https://docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications-ref.html */
export function failedBuildOf(detail: Record<string, unknown>): FailedBuild | undefined {
  const { 'build-id': arn, 'build-status': status, 'additional-information': more } = detail;
  if (typeof arn !== 'string' || typeof status !== 'string') {
    return undefined;
  }
  const { phases, logs } = record(more);
  const link = record(logs)['deep-link'];
  return {
    ...{ arn, status, reason: reasonOf(phases) ?? status },
    ...(typeof link === 'string' ? { log: link } : {}),
  };
}

function reasonOf(phases: unknown): string | undefined {
  const failed = (Array.isArray(phases) ? phases : [])
    .map(record)
    .find(({ 'phase-status': status }) => status !== undefined && status !== 'SUCCEEDED');
  if (!failed) {
    return undefined;
  }
  const { 'phase-type': type, 'phase-context': context } = failed;
  // A phase without an error has ": ".
  const texts = (Array.isArray(context) ? context : []).filter((text) => /\w/.test(String(text)));
  return [type, ...texts].join(': ');
}

export function alertOfBuild({ arn, status, reason, log }: FailedBuild): Alert {
  const [, , , region, account] = arn.split(':');
  const text = [
    'AWS CodeBuild could not build the image of security audits. Until it is built, no account is scanned.',
    `Reason: ${reason}\nBuild: ${arn}, ${status}\nAccount: ${account}, ${region}`,
    `The next run builds it again. To build it now: aws codebuild start-build --region ${region} --project-name ${projectOf(arn)}`,
    log && `Log: ${log}`,
  ];
  return {
    subject: 'Security audit: its image could not be built',
    text: text.filter(Boolean).join('\n\n'),
  };
}

const projectOf = (arn: string): string => arn.split('/')[1]?.split(':')[0] ?? '';

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
