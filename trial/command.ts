import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describeError } from '../lambda/errors.ts';
import { announcement } from './announce.ts';
import { cleanUp } from './clean-up.ts';
import type { Connection } from './clients.ts';
import { Journal, journalFolder } from './journal.ts';
import { namePrefix } from './leftovers.ts';
import { type CliOptions, parseOptions } from './options.ts';
import { OutOfPlace } from './out-of-place.ts';
import type { Question } from './question.ts';
import { record } from './record.ts';
import { renderTrial, trialFile } from './report.ts';
import { type Asked, openTrial, type Trial } from './run.ts';
import type { Patience } from './waiting.ts';

/** What the command is run with. */
export interface Around extends Connection, Patience {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly questions: readonly Question[];
  readonly signal: AbortSignal;
  readonly now: () => Date;
  /** Asks a person for a yes; undefined without a terminal. */
  readonly confirm: ((text: string) => Promise<boolean>) | undefined;
  /** Asks all of them, and shows the progress. */
  readonly askAll: (trial: Trial, questions: readonly Question[]) => Promise<Asked[]>;
}

export type ExitCode = 0 | 1 | 2 | 130;

/** @returns the exit code: 0 all answered, 1 not all or not all removed, 2 could not run, 130 interrupted */
export async function runCommand(argv: readonly string[], around: Around): Promise<ExitCode> {
  try {
    const options = parseOptions(argv, around.env, (text) => around.stdout.write(text));
    return options === undefined ? 0 : await perform(options, around);
  } catch (error) {
    around.stderr.write(`trial: ${describeError(error)}\n`);
    return around.signal.aborted ? 130 : 2;
  }
}

async function perform(options: CliOptions, around: Around): Promise<ExitCode> {
  const { stdout, questions } = around;
  if (options.list) {
    stdout.write(questions.map(listed).join(''));
    return 0;
  }
  if (options.record !== undefined) {
    stdout.write(`${record(options.record, questions)}\n`);
    return 0;
  }
  if (options.cleanUp) {
    return cleanedUp(options, around);
  }
  return asked(chosen(options, questions), options, around);
}

const listed = ({ id, where, question }: Question): string =>
  `${id}${where === 'management' ? ' (management account)' : ''}: ${question}\n`;

/** @throws OutOfPlace for an id that no question has, or one that needs --management */
function chosen(
  { only, management = false }: CliOptions,
  questions: readonly Question[],
): Question[] {
  const unknown = only?.find((id) => !questions.some((one) => one.id === id));
  if (unknown !== undefined) {
    throw new OutOfPlace(`There is no question '${unknown}': see --list`);
  }
  const wanted = questions.filter(({ id }) => only === undefined || only.includes(id));
  const elsewhere = wanted.find(({ where }) => where === 'management');
  if (only !== undefined && elsewhere && !management) {
    throw new OutOfPlace(
      `'${elsewhere.id}' can only be asked in the management account: allow it with --management`,
    );
  }
  return wanted.filter(({ where }) => where === 'sandbox' || management);
}

async function asked(
  questions: readonly Question[],
  options: CliOptions,
  around: Around,
): Promise<ExitCode> {
  const { stdout, stderr } = around;
  const { region, account: accountId, role: roleName, management = false, output } = options;
  stdout.write(`${announcement(questions, { region, accountId })}\n\n`);
  if (!options.yes && !(await confirmed(around))) {
    stderr.write('trial: nothing was made\n');
    return 2;
  }
  const prefix = `${namePrefix}${randomBytes(3).toString('hex')}`;
  const journal = new Journal(journalFolder, prefix);
  const trial = await openTrial({
    ...around,
    ...{ region, accountId, roleName, management, journal, prefix },
  });
  const answers = await around.askAll(trial, questions);
  journal.close();
  const about = { date: around.now().toISOString(), region, partition: trial.partition };
  mkdirSync(path.dirname(output), { recursive: true });
  writeFileSync(output, `${JSON.stringify(trialFile(answers, about), undefined, 2)}\n`);
  stdout.write(`\n${renderTrial(answers, stdout)}\n\nAll answers are in ${output}.\n`);
  if (around.signal.aborted) {
    return 130;
  }
  return answers.every((one) => 'answer' in one && one.left.length === 0) ? 0 : 1;
}

/** @throws OutOfPlace without a terminal */
async function confirmed({ confirm }: Around): Promise<boolean> {
  if (confirm === undefined) {
    throw new OutOfPlace('There is no terminal to ask at: give --yes to make all of that');
  }
  return confirm('Make it? [y/N] ');
}

async function cleanedUp(options: CliOptions, around: Around): Promise<ExitCode> {
  const { region, account: accountId, role: roleName, management = false } = options;
  const { removed, left } = await cleanUp({
    ...around,
    ...{ region, accountId, roleName, management },
    folder: journalFolder,
    otherRegions: around.questions.flatMap((one) => one.region ?? []),
    tell: (text) => around.stderr.write(`trial: ${text}\n`),
  });
  around.stdout.write(
    [
      `${removed.length} removed, ${left.length} left`,
      ...left.map((what) => `left: ${what}`),
      '',
    ].join('\n'),
  );
  return left.length === 0 ? 0 : 1;
}
