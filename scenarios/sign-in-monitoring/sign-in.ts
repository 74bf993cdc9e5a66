import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const folder = path.join(import.meta.dirname, '../../test/events/sign-in');
export interface Place {
  readonly accountId: string;
  readonly region: string;
}

export interface Event {
  readonly detail: { readonly eventID: string; readonly eventTime: string };
}

/** As CloudTrail writes it; the monitor refuses times that can't be those of a sign-in. */
export const timeNow = (): string => new Date().toISOString().replace(/\.\d+Z$/, 'Z');

/** A sample of test/events/sign-in, as it were in some account and region and from an address. */
export function signIn(sample: string, { accountId, region }: Place, address: string): Event {
  const text = readFileSync(path.join(folder, `${sample}.json`), 'utf8').replaceAll(
    /222222222222|111111111111/g,
    accountId,
  );
  const event = JSON.parse(text);
  event.id = randomUUID();
  event.account = accountId;
  event.region = region;
  event.time = timeNow();
  event.detail.awsRegion = region;
  event.detail.eventID = randomUUID();
  event.detail.eventTime = event.time;
  event.detail.sourceIPAddress = address;
  return event;
}

export interface Facts {
  readonly subject: string;
  readonly reasons: readonly string[];
  readonly who: string;
  readonly account: string;
  readonly from: string;
  readonly how: string;
  readonly switchedFrom?: string;
  readonly mfa: string;
  readonly result: string;
  readonly eventName: string;
  /** Default: the rule of the place. */
  readonly reportedBy?: string;
  /** The event itself, of one that can't be judged. */
  readonly raw?: string;
}

/** The message of the alert, in full. */
export function messageOf(
  facts: Facts,
  { accountId, region }: Place,
  event: Event,
): { subject: string; text: string } {
  const { eventID: id, eventTime } = event.detail;
  const page = `https://${region}.console.aws.amazon.com/cloudtrailv2/home?region=${region}#/events/${id}`;
  return {
    subject: facts.subject.slice(0, 99).trim(),
    text: [
      facts.subject,
      '',
      ...facts.reasons.map((reason) => `- ${reason}`),
      '',
      `Who: ${facts.who}`,
      `Account: ${facts.account}`,
      `From: ${facts.from}`,
      `How: ${facts.how}`,
      ...(facts.switchedFrom ? [`Switched from: ${facts.switchedFrom}`] : []),
      `MFA: ${facts.mfa}`,
      `Result: ${facts.result}`,
      `Region: ${region}`,
      `Time: ${new Date(eventTime).toISOString()}`,
      `Event: ${facts.eventName} ${id}`,
      `Reported by: ${facts.reportedBy ?? `the rule in ${region} of ${accountId}`}`,
      `Link (signed in to ${accountId}): ${page}`,
      ...(facts.raw ? ['', 'The event:', facts.raw] : []),
    ].join('\n'),
  };
}
