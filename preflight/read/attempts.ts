import type { Refusal } from 'ofn-rehearse';
import { codeOf, OperatorError, statusOf } from '../../lambda/errors.ts';

/** Reads of one owner: the organization, an account, or an account in a region. */
export interface Attempts {
  /** What could not be read so far, by field. */
  readonly unread: Readonly<Record<string, Refusal>>;
  /** Reads one field; what AWS refuses is noted, and leaves the field as it is without it. */
  read<T>(field: string, without: T, work: () => Promise<T>): Promise<T>;
}

/** Reads that never hide each other: one that is denied leaves the others as they are. */
export function attempts(): Attempts {
  const unread: Record<string, Refusal> = {};
  return {
    unread,
    async read(field, without, work) {
      try {
        return await work();
      } catch (error) {
        unread[field] = refusalOf(error);
        return without;
      }
    },
  };
}

/**
 * What AWS, or the way to it, says against a call.
 * @throws the error itself when it is neither: a fault of this program is not an answer
 */
export function refusalOf(error: unknown): Refusal {
  if (!(error instanceof Error) || !isOfCall(error)) {
    throw error;
  }
  const message = error.message || (codeOf(error) ?? 'no message');
  return { code: error.name, message: message.replace(/\s+/g, ' ').trim() };
}

// The SDK gives each refusal a name of its own, and Node.js each failure of a connection a code.
function isOfCall(error: Error): boolean {
  if (statusOf(error) !== undefined || codeOf(error) !== undefined) {
    return true;
  }
  return error instanceof OperatorError || !(error.name in globalThis);
}
