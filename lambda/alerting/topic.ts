import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';

export interface Alert {
  subject: string;
  text: string;
}

export type Publish = (alert: Alert) => Promise<void>;

// The subject must be "less than 100 characters", the message at most 262,144 bytes, as JSON here.
// https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
const SUBJECT_LENGTH = 99;
const MESSAGE_BYTES = 262_144;
// More would be sent as several messages, each of which is charged.
// https://docs.aws.amazon.com/sns/latest/dg/sms_sms-to-phone.html
const SMS_LENGTH = 140;
// The rest of a character that the cut splits.
const HALF = /[\uD800-\uDBFF]$/;
const CUT = '\n[Truncated to the limit of SNS]';

/**
 * Publishes to a topic: the text to all, but only the subject to telephones. Any text is made
 * acceptable to SNS, so that no alert is lost because of its content.
 */
export function publisher(sns: Pick<SNSClient, 'send'>, topicArn: string): Publish {
  return async (alert) => {
    await sns.send(
      new PublishCommand({
        TopicArn: topicArn,
        Subject: subjectOf(alert.subject),
        MessageStructure: 'json',
        Message: messageOf(alert),
      }),
    );
  };
}

/** One line of printable ASCII without leading space: accents are removed, the rest becomes "?". */
export function subjectOf(subject: string): string {
  return asciiLine(subject).slice(0, SUBJECT_LENGTH).trimEnd();
}

/** The JSON with the text of each kind of subscriber. */
export function messageOf({ subject, text }: Alert): string {
  const sms = smsOf(subject);
  const whole = printable(text).trimEnd() || sms;
  const message = (length: number) => {
    const kept = length < whole.length ? whole.slice(0, length).replace(HALF, '') + CUT : whole;
    return JSON.stringify({ default: kept, sms });
  };
  const fits = (length: number) => Buffer.byteLength(message(length)) <= MESSAGE_BYTES;
  return message(longest(whole.length, fits));
}

/** The greatest length that fits. */
function longest(length: number, fits: (length: number) => boolean): number {
  if (fits(length)) {
    return length;
  }
  let [low, high] = [0, Math.min(length, MESSAGE_BYTES)];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}

// GSM 03.38 spells some characters with two, and has no backtick.
function smsOf(subject: string): string {
  let length = 0;
  let sms = '';
  for (const character of asciiLine(subject).replaceAll('`', "'")) {
    length += /[[\]\\^{}|~]/.test(character) ? 2 : 1;
    if (length > SMS_LENGTH) {
      break;
    }
    sms += character;
  }
  return sms.trimEnd();
}

function asciiLine(text: string): string {
  const plain = text.normalize('NFKD').replace(/\p{Mark}/gu, '');
  const line = plain.replace(/[\s\p{Cc}]+/gu, ' ').replace(/[^ -~]/gu, '?');
  return line.trim() || 'Alert';
}

// SQS and some mail clients reject control characters.
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
function printable(text: string): string {
  const lines = text.toWellFormed().replace(/\r\n?/g, '\n');
  return lines.replace(/[\p{Cc}\uFFFE\uFFFF]/gu, (found) => (/[\n\t]/.test(found) ? found : ' '));
}
