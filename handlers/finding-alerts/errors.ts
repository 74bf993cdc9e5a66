import { AlertError } from '../../lambda/alerting/errors.ts';

/** Some findings of an event were not alerted; the message names up to five. */
export class NotAlertedError extends AlertError {
  override name = 'NotAlertedError';
}
