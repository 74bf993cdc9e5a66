import { FunctionError } from '../../lambda/errors.ts';

/** The invocation is not a CloudFormation request, so there is no address for a response. */
export class EventError extends FunctionError {
  override name = 'EventError';
}

/** The result of the resource can't be sent to CloudFormation. */
export class AnswerError extends FunctionError {
  override name = 'AnswerError';
}

/** The function was about to run out of time. */
export class DeadlineError extends FunctionError {
  override name = 'DeadlineError';
}
