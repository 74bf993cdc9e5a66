import { AlertError } from '../../lambda/alerting/errors.ts';

/** The list of known networks can't be read, or says something that it must not. */
export class NetworksError extends AlertError {
  override name = 'NetworksError';
}
