import { FunctionError } from '../../lambda/errors.ts';

/** The invocation is no CloudFormation request, so there is nobody to answer. */
export class EventError extends FunctionError {
  override name = 'EventError';
}

/** What the resource returned cannot be told to CloudFormation. */
export class AnswerError extends FunctionError {
  override name = 'AnswerError';
}

/** The function was about to run out of time. */
export class DeadlineError extends FunctionError {
  override name = 'DeadlineError';
}
