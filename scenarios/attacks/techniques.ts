import path from 'node:path';
import { readYaml } from 'ofn-rehearse';

/** A record of CloudTrail, or what of one differs from the common record. */
export type CloudTrailRecord = Readonly<Record<string, unknown>>;

/** What a policy of the organization denies of a technique that aims at this project. */
export interface DeniedCall {
  /** The Sid of the statement. */
  readonly sid: string;
  /** `service:Action`. */
  readonly action: string;
  /** An ARN; none of an action without resources. */
  readonly resource?: string;
}

/** A technique that others have documented, and what notices it: a row of techniques.yml. */
export interface Technique {
  readonly id: string;
  readonly title: string;
  readonly calls: readonly CloudTrailRecord[];
  /** Names of rows of templates/trail-alarms/filters.yml: all that the calls match. */
  readonly alarms?: readonly string[];
  readonly denied?: DeniedCall;
  /** A type of finding, with AWS's page. */
  readonly guardDuty?: string;
  readonly page?: string;
  /** Why nothing notices it. */
  readonly accepted?: string;
}

const table = readYaml(path.join(import.meta.dirname, 'techniques.yml')).value as {
  readonly Record: CloudTrailRecord;
  readonly Techniques: readonly Technique[];
};

export const techniques: readonly Technique[] = table.Techniques;

/** The whole record of a call: what it says, and what all records have. */
export const recordOf = (call: CloudTrailRecord): CloudTrailRecord => ({
  ...table.Record,
  ...call,
});

/** What comes of a technique: the first of these that holds. */
export type Outcome = 'alarm' | 'denied' | 'GuardDuty' | 'accepted';

/** An accepted technique may be denied where it aims at this project only. */
export function outcomeOf({ alarms, denied, guardDuty, accepted }: Technique): Outcome {
  if (accepted) {
    return 'accepted';
  }
  if (guardDuty) {
    return 'GuardDuty';
  }
  return denied && !alarms ? 'denied' : 'alarm';
}
