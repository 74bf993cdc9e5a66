import { describeError, isDenied, isNamed, statusOf } from '../lambda/errors.ts';
import type { Verdict } from './question.ts';

/** Errors of the caller that say nothing about what was asked. */
const others = [
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'OptInRequired',
  'RequestLimitExceeded',
  'SlowDown',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
  'UnauthorizedOperation',
  'UnrecognizedClientException',
];

/** `yes` when AWS refuses what the call says, `no` when it takes it. */
export async function refused(call: () => Promise<unknown>): Promise<Verdict> {
  try {
    await call();
    return { answer: 'no', said: 'AWS took it' };
  } catch (error) {
    const status = statusOf(error) ?? 0;
    if (status < 400 || status >= 500 || isDenied(error) || isNamed(error, ...others)) {
      throw error;
    }
    return { answer: 'yes', said: describeError(error) };
  }
}

export const opposite = ({ answer, said }: Verdict): Verdict => ({
  answer: answer === 'yes' ? 'no' : 'yes',
  said,
});
