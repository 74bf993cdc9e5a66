import { describeError, isNamed } from '../lambda/errors.ts';
import type { Verdict } from './question.ts';

/** `yes` when AWS refuses the call by one of these names, `no` when it takes it. */
export async function refused(call: () => Promise<unknown>, ...names: string[]): Promise<Verdict> {
  try {
    await call();
    return { answer: 'no', said: 'AWS took it' };
  } catch (error) {
    if (isNamed(error, ...names)) {
      return { answer: 'yes', said: describeError(error) };
    }
    throw error;
  }
}

export const opposite = ({ answer, said }: Verdict): Verdict => ({
  answer: answer === 'yes' ? 'no' : 'yes',
  said,
});
