// Client errors that are temporary: another invocation retries them.
const PASSING = [
  'ExpiredToken',
  'RequestExpired',
  'RequestLimitExceeded',
  'RequestThrottled',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
];

/**
 * Whether AWS rejected the request itself, so that it would reject the same request again. The API
 * documents no such errors of its own; `ValidationError` and others are common to all actions.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/CommonErrors.html
 */
export function isRefusal(error: unknown): error is Error {
  return (
    error instanceof Error &&
    '$fault' in error &&
    error.$fault === 'client' &&
    !PASSING.includes(error.name)
  );
}
