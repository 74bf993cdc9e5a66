import { readFileSync } from 'node:fs';
import type { Answer } from '../../custom-resources/framework/answer.ts';
import { customResource } from '../../custom-resources/framework/custom-resource.ts';
import type { Definition } from '../../custom-resources/framework/definition.ts';
import type { CustomResourceEvent } from '../../custom-resources/framework/event.ts';
import type { Runtime } from '../../custom-resources/framework/runtime.ts';
import type { LambdaContext } from '../../lambda/context.ts';
import type { LogEntry } from '../../lambda/log.ts';

/** A fresh copy of a sample event, with changes. */
export function sampleEvent(
  name: 'create' | 'update' | 'delete',
  changes: Partial<CustomResourceEvent> = {},
): CustomResourceEvent {
  const file = new URL(`../events/cloudformation/${name}.json`, import.meta.url);
  return { ...JSON.parse(readFileSync(file, 'utf8')), ...changes };
}

export const context: LambdaContext = {
  logStreamName: 'stream',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:222222222222:function:audit-custom-resource',
  getRemainingTimeInMillis: () => 300_000,
};

/** A runtime that records what it is asked, and in which no time passes. */
export function fakeRuntime() {
  const answers: Answer[] = [];
  const pauses: number[] = [];
  const logged: LogEntry[] = [];
  const runtime: Runtime = {
    send: async (_event, answer) => void answers.push(answer),
    sleep: async (ms) => void pauses.push(ms),
    deadline: () => ({ passed: new Promise<never>(() => {}), cancel: () => {} }),
    log: (entry) => void logged.push(entry),
  };
  return { runtime, answers, pauses, logged };
}

/** Handles one event of a resource; returns what was answered, logged and waited. */
export async function run<P, D>(definition: Definition<P, D>, event: CustomResourceEvent) {
  const { runtime, answers, pauses, logged } = fakeRuntime();
  await customResource(definition, runtime)(event, context);
  return { answers, pauses, logged };
}

/** What a command gets: a response, an error to throw, or several of them one after the other. */
export type Response = object | Error;

/** A client that notes the commands; a command's last response is given ever after. */
export function fakeClient<Client>(responses: Readonly<Record<string, Response[]>>) {
  const commands: [name: string, input: object][] = [];
  const queues = new Map(Object.entries(responses).map(([name, queue]) => [name, [...queue]]));
  const send = async (command: { input: object }): Promise<object> => {
    const name = command.constructor.name.replace(/Command$/, '');
    commands.push([name, command.input]);
    const queue = queues.get(name) ?? [];
    const response = queue.length > 1 ? queue.shift() : queue[0];
    if (response === undefined) throw new Error(`Unexpected command ${name}`);
    if (response instanceof Error) throw response;
    return response;
  };
  return { client: { send } as unknown as Client, commands };
}

/** An error as the SDK throws it. */
export function awsError(name: string, message = name, fields: object = {}): Error {
  return Object.assign(new Error(message), { name, ...fields });
}
