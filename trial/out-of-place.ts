import { OperatorError } from '../lambda/errors.ts';

/** The trial can't be run here, or not with these options. */
export class OutOfPlace extends OperatorError {
  override name = 'OutOfPlace';
}
