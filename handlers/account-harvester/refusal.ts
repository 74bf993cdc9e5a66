// Client errors that pass by themselves: another invocation sees to them.
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
 * Whether AWS refused what the request asks for, so that the same request would be refused again.
 * The API names no such errors of its own; `ValidationError` and others are common to all actions.
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
