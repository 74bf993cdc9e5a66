import { describeError } from '../lambda/errors.ts';
import { type Connection, type Reach, type Reached, reach } from './clients.ts';
import { contextOf, type Organization } from './context.ts';
import type { Entry, Journal } from './journal.ts';
import { organizationOf } from './organization.ts';
import { OutOfPlace } from './out-of-place.ts';
import { type Question, rowOf, type Verdict } from './question.ts';
import { redact } from './redact.ts';
import { removals } from './removals.ts';
import { Interrupted, type Patience, pauseOf } from './waiting.ts';

export interface TrialOptions extends Connection, Patience {
  readonly region: string;
  /** Optional. The account to ask in. Default: the caller's own. */
  readonly accountId?: string | undefined;
  readonly roleName: string;
  /** Whether the management account may be asked in. */
  readonly management: boolean;
  readonly journal: Journal;
  /** Begins the names of all that is made. */
  readonly prefix: string;
  readonly signal: AbortSignal;
}

/** What became of a question: a verdict, or the reason why there is none. */
export type Asked = {
  readonly id: string;
  readonly row: string;
  readonly question: string;
  readonly region: string;
  readonly seconds: number;
  /** What could not be removed, with AWS's reason. */
  readonly left: readonly string[];
} & ((Verdict & { readonly means: string }) | { readonly unanswered: string });

export interface Trial {
  readonly partition: string;
  /** Asks, and removes what was made for it, whatever the answer. It never throws. */
  ask(question: Question): Promise<Asked>;
}

/**
 * Opens the account, and says where questions may be asked.
 * @throws OutOfPlace when it is the management account, and that was not asked for
 */
export async function openTrial(options: TrialOptions): Promise<Trial> {
  const { region, roleName, management } = options;
  const reached = await reach(options, region, roleName);
  const { caller } = reached;
  const accountId = options.accountId ?? caller.accountId;
  const sandbox = await reached.open(accountId);
  const organization = await organizationOf(sandbox.clients(region));
  if (organization?.managementAccountId === accountId && !management) {
    throw new OutOfPlace(
      'This is the management account of an organization: give a sandbox account with --account, or allow it with --management',
    );
  }
  const trial = { options, reached, organization };
  return {
    partition: caller.partition,
    ask: (question) => {
      const isAtHome = caller.accountId === organization?.managementAccountId;
      const place =
        question.where === 'sandbox'
          ? { accountId, account: sandbox }
          : isAtHome
            ? { accountId: caller.accountId, account: undefined }
            : undefined;
      return asked(trial, question, place);
    },
  };
}

interface Open {
  readonly options: TrialOptions;
  readonly reached: Reach;
  readonly organization: Organization | undefined;
}

async function asked(
  trial: Open,
  question: Question,
  place: { accountId: string; account: Reached | undefined } | undefined,
): Promise<Asked> {
  const { id } = question;
  const started = performance.now();
  const made: Entry[] = [];
  const outcome = await outcomeOf(trial, question, place, made);
  const left = await removeAll(trial, made);
  return {
    id,
    row: rowOf(question),
    question: question.question,
    region: question.region ?? trial.options.region,
    ...outcome,
    left: left.map(redact),
    seconds: Math.round((performance.now() - started) / 100) / 10,
  };
}

async function outcomeOf(
  { options, reached, organization }: Open,
  question: Question,
  place: { accountId: string; account: Reached | undefined } | undefined,
  made: Entry[],
): Promise<(Verdict & { means: string }) | { unanswered: string }> {
  if (options.signal.aborted) {
    return { unanswered: 'interrupted' };
  }
  if (place === undefined) {
    return { unanswered: 'the credentials are not those of the management account' };
  }
  const { accountId } = place;
  const region = question.region ?? options.region;
  try {
    const account = place.account ?? (await reached.open(accountId));
    const { answer, said } = await question.ask(
      contextOf({
        ...{ accountId, region, organization },
        partition: reached.caller.partition,
        prefix: `${options.prefix}-${question.id}`,
        clients: account.clients(region),
        connection: options,
        signal: options.signal,
        scale: options.scale,
        pause: pauseOf(options, options.signal),
        willMake(kind, name) {
          const entry = { kind, name, accountId, region };
          options.journal.make(entry);
          made.unshift(entry);
        },
      }),
    );
    return { answer, means: question.answers[answer], said: redact(said) };
  } catch (error) {
    return {
      unanswered: error instanceof Interrupted ? 'interrupted' : redact(describeError(error)),
    };
  }
}

/** The latest first. @returns what could not be removed, and why; the journal keeps it */
async function removeAll(
  { options, reached }: Pick<Open, 'options' | 'reached'>,
  made: readonly Entry[],
): Promise<string[]> {
  const left: string[] = [];
  for (const entry of made) {
    const failure = await removeOne(reached, entry, options);
    if (failure === undefined) {
      options.journal.removed(entry);
    } else {
      left.push(failure);
    }
  }
  return left;
}

/** @returns why it could not be removed; undefined once it is gone */
export async function removeOne(
  reached: Reach,
  { kind, name, accountId, region }: Entry,
  patience: Patience,
): Promise<string | undefined> {
  try {
    const account = await reached.open(accountId);
    await removals[kind](account.clients(region), name, pauseOf(patience));
    return undefined;
  } catch (error) {
    return `${kind} ${name} in ${region}: ${describeError(error)}`;
  }
}
