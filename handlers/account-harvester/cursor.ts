import { UnknownEventError } from './errors.ts';

/** What a harvest does, in this order; each goes through the accounts in the order of their ids. */
export const PHASES = ['remove', 'create', 'update', 'replay'] as const;

export type Phase = (typeof PHASES)[number];

/** How far a harvest has come: its whole state, however many accounts there are. */
export interface Cursor {
  phase: Phase;
  /** The account that was the last, or in `replay` the marker; empty before the first. */
  after: string;
  /** How often it has been resumed. */
  resumed: number;
}

export const START: Cursor = { phase: 'remove', after: '', resumed: 0 };

/** The detail-type of the event by which a harvest goes on. */
export const RESUME = 'Account Harvest Resumed';

const STARTING = [
  'Scheduled Event',
  'AWS API Call via CloudTrail',
  'AWS Service Event via CloudTrail',
];

/**
 * Where to begin: from the start for the schedule, for accounts that come and go and for whoever
 * invokes the function with `{}`; where it stopped for the rest of a harvest.
 *
 * @throws UnknownEventError for any other event
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_cloudtrail-integration.html
 */
export function cursorOf(event: unknown): Cursor {
  const { 'detail-type': type, detail } = fields(event);
  if (type === RESUME) return resumed(fields(fields(detail).resume));
  if (type === undefined || STARTING.includes(String(type))) return START;
  throw new UnknownEventError(
    `An event of type ${JSON.stringify(type)}: allowed are ${STARTING.join(', ')}, ${RESUME} and {}; ` +
      'correct the rule that sends it',
  );
}

function resumed({ phase, after, resumed: count }: Record<string, unknown>): Cursor {
  const known = PHASES.find((one) => one === phase);
  const pattern = known === 'replay' ? /^$|^waiting\/./s : /^$|^\d{12}$/;
  if (
    known !== undefined &&
    typeof after === 'string' &&
    pattern.test(after) &&
    Number.isSafeInteger(count)
  ) {
    return { phase: known, after, resumed: Number(count) };
  }
  throw new UnknownEventError(
    `A harvest to resume at ${JSON.stringify({ phase, after, resumed: count })}: allowed are a phase of ` +
      `${PHASES.join(', ')}, an account id or a marker, and a count; invoke the function with {}`,
  );
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
