import type { Call, Calls } from './calls.ts';
import { fullName } from './selection.ts';

/** The error of a call, as AWS's SDKs raise it. */
export interface AwsError extends Error {
  readonly $metadata: { readonly httpStatusCode?: number };
}

/** The error of AWS in an error or what caused it. */
export function awsErrorOf(error: unknown): AwsError | undefined {
  if (!(error instanceof Error)) {
    return undefined;
  }
  return '$metadata' in error ? (error as AwsError) : awsErrorOf(error.cause);
}

/** The call that ended in an error of AWS: the last with its name, and its words if there is one. */
export function failedCall(
  { name, message }: Pick<AwsError, 'name' | 'message'>,
  calls: readonly Call[],
): Call | undefined {
  const named = calls.filter((call) => call.error !== '' && call.error === name);
  return named.findLast((call) => call.message === message) ?? named.at(-1);
}

/** `s3:GetObject in 111111111111/us-east-1` */
export const callText = ({ service, operation, account, region }: Call): string =>
  `${service}:${operation}${account ? ` in ${account}/${region}` : ''}`;

/** All that is known of a scenario that failed. */
export function renderLog(
  scenario: { readonly capability: string; readonly name: string; readonly again?: string },
  error: unknown,
  kept: readonly Calls[],
): string {
  const calls = kept.flatMap((one) => one.calls);
  const aws = awsErrorOf(error);
  const call = aws && failedCall(aws, calls);
  return [
    `${scenario.capability}: it ${scenario.name}`,
    `  again: ${scenario.again ?? `npm run rehearse -- --scenario ${fullName(scenario)}`}`,
    '',
    'Error',
    stackOf(error),
    ...(aws
      ? ['', 'AWS', `  error: ${aws.name}, HTTP ${aws.$metadata.httpStatusCode ?? '?'}`]
      : []),
    ...(call ? [`  call:  ${callText(call)}`, `  by:    ${call.principal}`] : []),
    '',
    `Calls while it ran: ${calls.length}${kept.every(({ complete }) => complete) ? '' : ', and earlier ones that are forgotten'}`,
    ...calls.toSorted((a, b) => a.time - b.time).map(line),
    '',
  ].join('\n');
}

/** With its causes. */
function stackOf(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  const text = error.stack ?? `${error.name}: ${error.message}`;
  return error.cause === undefined ? text : `${text}\ncaused by ${stackOf(error.cause)}`;
}

const line = (call: Call): string =>
  [
    new Date(call.time * 1000).toISOString().slice(11, 23),
    `${call.account || '-'}/${call.region || '-'}`.padEnd(27),
    `${call.service}:${call.operation}`.padEnd(40),
    call.error ? `${call.status} ${call.error}: ${call.message}` : String(call.status),
    `${call.milliseconds} ms`,
    call.principal,
  ].join('  ');
