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
