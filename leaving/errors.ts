import { OperatorError } from '../lambda/errors.ts';

/** Protection from deletion could not be lifted where it must be: nothing has been deployed yet. */
export class LeavingError extends OperatorError {
  override name = 'LeavingError';
}
