import { send } from 'cfn-response-async';
import { codeOf } from '../../lambda/errors.ts';
import { retryOn, type Sleep } from '../../lambda/retry.ts';
import type { Answer } from './answer.ts';
import type { CustomResourceEvent } from './event.ts';

/** The part of cfn-response-async's `send` that is used. */
export type SendResponse = (
  event: CustomResourceEvent,
  context: { logStreamName: string },
  status: Answer['status'],
  data: Answer['data'],
  physicalId: string,
  retries: number,
) => Promise<void>;

export type Transport = (event: CustomResourceEvent, answer: Answer) => Promise<void>;

/**
 * Sends a response, and retries when the connection fails: the library's own retry starts counting
 * at undefined and so never repeats. The reason is part of the log stream name that it prints.
 *
 * @throws OutOfAttemptsError when no attempt succeeded; Lambda then shows the error
 */
export function transport(sleep: Sleep, sendResponse: SendResponse = send): Transport {
  return (event, answer) => {
    const context = { logStreamName: answer.reason };
    const put = () =>
      sendResponse(event, context, answer.status, answer.data, answer.physicalId, 0);
    return retryOn(isConnectionError, put, { attempts: 4, sleep, baseMs: 500 });
  };
}

function isConnectionError(error: unknown): boolean {
  return codeOf(error) !== undefined; // such as ECONNRESET, ENOTFOUND, EPIPE
}
