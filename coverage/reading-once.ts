import { GetObjectCommand } from '@aws-sdk/client-s3';
import type { Clients } from '../organization/types.ts';

type Send = (command: object) => Promise<unknown>;

/**
 * Clients of one account and region that send each read once, however many rows and readers of
 * values ask for it: the same operation with the same input has the same answer within one run.
 */
export function readingOnce(clients: Clients): Clients {
  const answers = new Map<string, Promise<unknown>>();
  const sendOnce = (service: keyof Clients, send: Send, command: object): Promise<unknown> => {
    // The body of an object can be read once only.
    if (command instanceof GetObjectCommand) {
      return send(command);
    }
    const key = `${service} ${command.constructor.name} ${textOf(command)}`;
    const known = answers.get(key);
    if (known) {
      return known;
    }
    const answer = send(command);
    answers.set(key, answer);
    return answer;
  };
  return new Proxy(clients, {
    get: (target, service: keyof Clients) => ({
      send: (command: object) =>
        sendOnce(service, (one) => (target[service].send as unknown as Send)(one), command),
    }),
  });
}

/** The input of a command, whatever the order in which it was written. */
const textOf = (command: object): string =>
  JSON.stringify('input' in command ? command.input : {}, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)))
      : value,
  );
