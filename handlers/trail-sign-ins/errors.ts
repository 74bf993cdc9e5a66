import { OperatorError } from '../../lambda/errors.ts';

/** Some sign-ins of the trail did not reach the bus: Lambda retries, and its queue keeps the rest. */
export class TrailSignInsError extends OperatorError {
  override name = 'TrailSignInsError';
}
