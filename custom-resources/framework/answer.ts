import { AnswerError } from './errors.ts';
import type { CustomResourceEvent } from './event.ts';

/** The attributes that a resource returns to templates through `Fn::GetAtt`. */
export type Data = Readonly<Record<string, string | number>>;

/** The response to CloudFormation. */
export interface Answer {
  status: 'SUCCESS' | 'FAILED';
  reason: string;
  physicalId: string;
  data?: Data | undefined;
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html */
export const MAX_BODY_BYTES = 4096;
const MAX_PHYSICAL_ID_BYTES = 1024;

// cfn-response-async always prints this before the log stream's name.
const REASON_PREFIX = 'See the details in CloudWatch Log Stream: ';

/** Printable ASCII on one line: others are written as \uXXXX, since bytes are counted as characters. */
export function toAscii(value: string): string {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return value.replace(/\s+/g, ' ').replace(/[^ -~]/g, escaped);
}

/** The body as cfn-response-async builds it, to compute its size. */
export function bodyOf(event: CustomResourceEvent, answer: Answer): string {
  return JSON.stringify({
    Status: answer.status,
    Reason: REASON_PREFIX + answer.reason,
    PhysicalResourceId: answer.physicalId,
    StackId: event.StackId,
    RequestId: event.RequestId,
    LogicalResourceId: event.LogicalResourceId,
    Data: answer.data,
  });
}

/**
 * The same response, in ASCII, its reason truncated to the limit of the body.
 *
 * @throws AnswerError when the physical id or the data can't be sent unchanged
 */
export function fitAnswer(event: CustomResourceEvent, answer: Answer): Answer {
  checkPhysicalId(answer.physicalId);
  checkData(answer.data);
  let reason = toAscii(answer.reason);
  let excess = excessOf(event, { ...answer, reason });
  while (excess > 0) {
    if (reason.length <= 3) {
      throw tooLarge(event, answer);
    }
    // Every character takes at least one byte, so this converges.
    reason = `${reason.slice(0, Math.max(0, reason.length - excess - 3))}...`;
    excess = excessOf(event, { ...answer, reason });
  }
  return { ...answer, reason };
}

function excessOf(event: CustomResourceEvent, answer: Answer): number {
  return Buffer.byteLength(bodyOf(event, answer)) - MAX_BODY_BYTES;
}

function tooLarge(event: CustomResourceEvent, answer: Answer): AnswerError {
  const bytes = Buffer.byteLength(bodyOf(event, { ...answer, reason: '' }));
  const names = Object.keys(answer.data ?? {}).join(', ');
  return new AnswerError(
    `The response has ${bytes} bytes of at most ${MAX_BODY_BYTES}: return less Data (${names})`,
  );
}

function checkPhysicalId(id: string): void {
  if (/^[ -~]+$/.test(id) && id.length <= MAX_PHYSICAL_ID_BYTES) {
    return;
  }
  throw new AnswerError(
    `The physical id has ${id.length} characters: return 1 to ${MAX_PHYSICAL_ID_BYTES}, in ASCII`,
  );
}

function checkData(data: Data = {}): void {
  const name = Object.keys(data).find((key) => /[^ -~]/.test(key + data[key]));
  if (name === undefined) {
    return;
  }
  throw new AnswerError(`Data ${toAscii(name)} has characters that are not ASCII: return an id`);
}
