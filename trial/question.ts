import { OperatorError } from '../lambda/errors.ts';
import type { Context } from './context.ts';

/** `yes`: what the row of evidence claims is so. */
export type Answer = 'yes' | 'no';

export interface Verdict {
  readonly answer: Answer;
  /** What AWS answered: error name and message, or what was seen. */
  readonly said: string;
}

/** Something that only AWS can answer, asked by the smallest experiment that decides it. */
export interface Question {
  /** Also the name of its file. */
  readonly id: string;
  /** Optional. The row of rehearsal/embedded-aws/evidence that it decides. Default: its id. */
  readonly row?: string;
  readonly question: string;
  readonly answers: Readonly<Record<Answer, string>>;
  /** An account to play in, or the management account where nothing else will do. */
  readonly where: 'sandbox' | 'management';
  /** What it makes, and removes. */
  readonly makes: string;
  /** How long it takes at most, removal included. */
  readonly seconds: number;
  /** What it costs at most, in US dollars. */
  readonly usd: number;
  /**
   * Optional. Questions of a lane wait for each other: they use what an account has once in a region,
   * or five times, as VPCs. https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
   */
  readonly lane?: 'config' | 'guardduty' | 'vpc';
  /** Optional. The region that it must be asked in. Default: that of the trial. */
  readonly region?: string;
  /** @throws Unanswered, or AWS's error where it was not asked whether AWS refuses. */
  ask(context: Context): Promise<Verdict>;
}

/** The question could not be decided, for the reason of the message. */
export class Unanswered extends OperatorError {
  override name = 'Unanswered';
}

/** The row of evidence that a question decides. */
export const rowOf = ({ id, row }: Pick<Question, 'id' | 'row'>): string => row ?? id;
