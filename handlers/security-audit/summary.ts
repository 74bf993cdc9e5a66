import type { JobSummary } from '@aws-sdk/client-batch';
import type { Alert } from '../../lambda/alerting/topic.ts';
import { type AuditedAccount, isActive } from './accounts.ts';
import { type Calls, type Checks, type Doubts, type Errors, totalOfChecks } from './outcomes.ts';
import type { Part } from './run.ts';

export interface NotScanned {
  id: string;
  name: string;
  status: 'failed' | 'timed-out' | 'skipped';
  /** Why, in one line. */
  reason: string;
}

/** The result of a run; `summary.json` beside its list of accounts. */
export interface Summary {
  run: string;
  date: string;
  /** Accounts that were to be scanned: the active ones. */
  accounts: number;
  scanned: number;
  notScanned: NotScanned[];
  /** Accounts among the scanned with denied calls of a scanner, which were not fully evaluated. */
  withErrors: { id: string; name: string; errors: Errors; refused: Calls }[];
  /** Number of scanned accounts whose errors are not known. */
  errorsUnknown: number;
  /** Calls that the audit role denies on purpose, by action: not errors. */
  denied: Calls;
  /**
   * Checks of all scanned accounts that were to be made, those without a result, and how many of these an
   * account has at most. A check without a result is not a pass. Nothing if no job wrote them.
   */
  checks?: Checks & { readonly most: number };
  /** Accounts that are not active, which can't be scanned. */
  skipped: NotScanned[];
}

/** The end of the job of one account. */
export interface Outcome {
  /** Its place in the list of accounts. */
  index: number;
  status: string;
  reasons: readonly string[];
}

/** The outcome of a child of an array job; nothing for one without an index. */
export function outcomeOf(child: JobSummary): Outcome | undefined {
  const { arrayProperties, status = 'of no status', statusReason, container } = child;
  const index = arrayProperties?.index;
  if (index === undefined) {
    return undefined;
  }
  const code = container?.exitCode;
  const reasons = [
    statusReason,
    container?.reason,
    code === undefined ? undefined : `exit code ${code}`,
  ];
  return { index, status, reasons: reasons.filter((reason) => reason !== undefined) };
}

/** An account whose job did not succeed, or that has none, was not scanned. */
export function summaryOf(
  { id: run, date }: Part,
  accounts: readonly AuditedAccount[],
  outcomes: readonly Outcome[],
  doubtsOf: ReadonlyMap<string, Doubts>,
): Summary {
  const byIndex = new Map(outcomes.map((outcome) => [outcome.index, outcome]));
  const wanted = accounts.filter(isActive);
  const notScanned = wanted.flatMap(({ id, name }, index) => {
    const failure = failureOf(byIndex.get(index));
    return failure ? [{ id, name, ...failure }] : [];
  });
  const skipped = accounts
    .filter((account) => !isActive(account))
    .map(({ id, name, state }) => ({ id, name, status: 'skipped' as const, reason: state }));
  const missed = new Set(notScanned.map(({ id }) => id));
  const scanned = wanted.filter(({ id }) => !missed.has(id));
  const withErrors = scanned.flatMap(({ id, name }) => {
    const { errors = {}, refused = {} } = doubtsOf.get(id) ?? {};
    return Object.values(errors).some((count) => count > 0) ? [{ id, name, errors, refused }] : [];
  });
  return {
    ...{ run, date, accounts: wanted.length, scanned: scanned.length, notScanned },
    ...{ withErrors, errorsUnknown: scanned.filter(({ id }) => !doubtsOf.has(id)).length, skipped },
    denied: totalOf(scanned.map(({ id }) => doubtsOf.get(id)?.denied ?? {})),
    ...checksOf(scanned.flatMap(({ id }) => doubtsOf.get(id)?.checks ?? [])),
  };
}

function checksOf(all: readonly Checks[]): Pick<Summary, 'checks'> {
  const most = Math.max(0, ...all.map(({ noResult }) => noResult));
  return all.length === 0 ? {} : { checks: { ...totalOfChecks(all), most } };
}

function totalOf(all: readonly Calls[]): Calls {
  const total = new Map<string, number>();
  for (const [action, count] of all.flatMap(Object.entries<number>)) {
    total.set(action, (total.get(action) ?? 0) + count);
  }
  return Object.fromEntries(total);
}

/** Whether every account was scanned, without known or unknown errors. */
export function isFlawless({ notScanned, withErrors, errorsUnknown }: Summary): boolean {
  return notScanned.length === 0 && withErrors.length === 0 && errorsUnknown === 0;
}

function failureOf(
  outcome: Outcome | undefined,
): Pick<NotScanned, 'status' | 'reason'> | undefined {
  if (!outcome) {
    return { status: 'failed', reason: 'AWS Batch has no job for it' };
  }
  const { status, reasons } = outcome;
  if (status === 'SUCCEEDED') {
    return undefined;
  }
  if (status !== 'FAILED') {
    return { status: 'failed', reason: `its job is still ${status}` };
  }
  // https://docs.aws.amazon.com/batch/latest/userguide/job_timeouts.html
  const timedOut = reasons.some((reason) => /exceeded timeout/i.test(reason));
  const reason = oneLine(reasons.join('; ')) || 'AWS Batch gives no reason';
  return { status: timedOut ? 'timed-out' : 'failed', reason };
}

const REASON_LENGTH = 300;

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > REASON_LENGTH ? `${line.slice(0, REASON_LENGTH - 3)}...` : line;
}

/** Number of accounts that a message names; the others are only counted, to keep e-mail readable. */
const NAMED = 50;

/** Number of actions that a line of a message names. */
const ACTIONS_NAMED = 5;

/** The message about a run; its first line is the most important. */
export function alertOf(summary: Summary, place: string, logGroup: string): Alert {
  const { run, withErrors, errorsUnknown, denied, checks, skipped } = summary;
  const first = headlineOf(summary);
  const paragraphs = [
    first,
    missed(summary),
    withErrors.length > 0 &&
      `Scanned with errors, so possibly not completely: ${withErrors.length}\n${listed(
        withErrors.map((one) => `${one.name} (${one.id}): ${errorsLine(one)}`),
      )}`,
    errorsUnknown > 0 &&
      `Number of accounts whose errors are not known: ${errorsUnknown}. Their jobs did not write ` +
        'any, as with an image of auditImage that is older than this function; build and push it again',
    Object.keys(denied).length > 0 &&
      `Denied by the audit role on purpose, not counted as errors: ${callsLine(denied)}`,
    checks !== undefined &&
      checks.noResult > 0 &&
      `Checks without a result, which is not a pass: ${checks.noResult} of ${checks.asked}, up to ${checks.most} in an account`,
    skipped.length > 0 &&
      `Skipped, since they are not active: ${skipped.length}\n${listed(
        skipped.map(({ id, name, reason }) => `${name} (${id}): ${reason}`),
      )}`,
    `Run: ${run}\nSummary: ${place}\nLogs of its jobs: log group ${logGroup}`,
  ];
  return { subject: `Security audit: ${first}`, text: paragraphs.filter(Boolean).join('\n\n') };
}

/** Each account that was not scanned; all in one line when none was, for the same reason. */
function missed({ accounts, notScanned }: Summary): string {
  const [first] = notScanned;
  const isSame = notScanned.every(({ reason }) => reason === first?.reason);
  return first && notScanned.length === accounts && accounts > 1 && isSame
    ? `Every account: ${first.status}: ${first.reason}`
    : listed(
        notScanned.map(({ id, name, status, reason }) => `${name} (${id}): ${status}: ${reason}`),
      );
}

export function headlineOf({ accounts, scanned, withErrors }: Summary): string {
  const doubt = withErrors.length > 0 ? `, ${withErrors.length} with errors` : '';
  return `${scanned} of ${accounts} accounts scanned${doubt}`;
}

function errorsLine({ errors, refused }: Summary['withErrors'][number]): string {
  const counts = Object.entries(errors)
    .filter(([, count]) => count > 0)
    .map(([tool, count]) => `${count} in the log of ${tool}`);
  const named = callsLine(refused);
  return counts.join(', ') + (named && `; AWS refused ${named}`);
}

function callsLine(calls: Calls): string {
  const actions = Object.entries(calls).map(([action, count]) => `${action} (${count})`);
  return [...actions.slice(0, ACTIONS_NAMED), ...(actions[ACTIONS_NAMED] ? ['...'] : [])].join(
    ', ',
  );
}

function listed(lines: readonly string[]): string {
  const more = lines.length > NAMED ? [`and ${lines.length - NAMED} more: see the summary`] : [];
  return [...lines.slice(0, NAMED), ...more].join('\n');
}
