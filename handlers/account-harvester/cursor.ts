import { ACCOUNT_ID } from '../../lambda/pattern.ts';
import { UnknownEventError } from './errors.ts';

/** The phases of a harvest, in order; each visits the accounts in the order of their ids. */
export const PHASES = ['remove', 'create', 'update', 'replay'] as const;

export type Phase = (typeof PHASES)[number];

/** The progress of a harvest: its whole state, for any number of accounts. */
export interface Cursor {
  phase: Phase;
  /** The last account, or in `replay` the last marker; empty before the first. */
  after: string;
  /** Number of times it was resumed. */
  resumed: number;
}

export const START: Cursor = { phase: 'remove', after: '', resumed: 0 };

/** The detail-type of the event that continues a harvest. */
export const RESUME = 'Account Harvest Resumed';

const STARTING = [
  'Scheduled Event',
  'AWS API Call via CloudTrail',
  'AWS Service Event via CloudTrail',
];

/**
 * Where to begin: at the start for the schedule, for events of accounts, which a queue batches, and
 * for an operator's `{}`; where it stopped for the rest of a harvest.
 *
 * @throws UnknownEventError for any other event
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_cloudtrail-integration.html
 */
export function cursorOf(event: unknown): Cursor {
  const { 'detail-type': type, detail, Records: records } = fields(event);
  if (type === RESUME) {
    return resumed(fields(fields(detail).resume));
  }
  // The content of its messages does not matter: a harvest covers all accounts.
  if (records === undefined ? isStarting(type) : isBatch(records)) {
    return START;
  }
  throw new UnknownEventError(
    `An event of type ${JSON.stringify(type)}: allowed are ${STARTING.join(', ')}, ${RESUME}, batches of SQS and {}; ` +
      'correct the rule that sends it',
  );
}

const isStarting = (type: unknown): boolean =>
  type === undefined || STARTING.includes(String(type));

const isBatch = (records: unknown): boolean =>
  Array.isArray(records) &&
  records.length > 0 &&
  records.every((record) => fields(record).eventSource === 'aws:sqs');

function resumed({ phase, after, resumed: count }: Record<string, unknown>): Cursor {
  const known = PHASES.find((one) => one === phase);
  const pattern = known === 'replay' ? /^waiting\/./s : ACCOUNT_ID;
  if (
    known !== undefined &&
    typeof after === 'string' &&
    (after === '' || pattern.test(after)) &&
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
