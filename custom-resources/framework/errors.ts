import { OperatorError } from '../../lambda/errors.ts';

/** The invocation is not a CloudFormation request, so there is no address for a response. */
export class EventError extends OperatorError {
  override name = 'EventError';
}

/** The result of the resource can't be sent to CloudFormation. */
export class AnswerError extends OperatorError {
  override name = 'AnswerError';
}

/** The function was about to run out of time. */
export class DeadlineError extends OperatorError {
  override name = 'DeadlineError';
}
