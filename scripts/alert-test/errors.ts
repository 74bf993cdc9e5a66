import { OperatorError } from '../../lambda/errors.ts';

/** The test could not be run, or not to its end. */
export class AlertTestError extends OperatorError {
  override name = 'AlertTestError';
}
