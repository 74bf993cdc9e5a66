import { OperatorError } from '../../lambda/errors.ts';

/** The command could not be run, or not to its end. */
export class ReportsError extends OperatorError {
  override name = 'ReportsError';
}
