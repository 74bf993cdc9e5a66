import { OperatorError } from '../../lambda/errors.ts';

/** The message of an alarm cannot be read. */
export class AlarmMessageError extends OperatorError {
  override name = 'AlarmMessageError';
}

/** Alarms of some regions could not be listed; the others were repeated. */
export class NotListedError extends OperatorError {
  override name = 'NotListedError';
}
