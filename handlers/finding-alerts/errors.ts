import { AlertError } from '../../lambda/alerting/errors.ts';

/** Alerts on some findings of an event failed; the message names up to five. */
export class NotAlertedError extends AlertError {
  override name = 'NotAlertedError';
}
