import { AlertError } from '../../lambda/alerting/errors.ts';

/** The list of known networks can't be read, or is not valid. */
export class NetworksError extends AlertError {
  override name = 'NetworksError';
}
