import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { functionRuntime } from '../../lambda/runtime.ts';
import { settingsOf } from './settings.ts';
import { trailSignIns } from './trail-sign-ins.ts';

const { log, sleep } = functionRuntime;
const eventBridge = new EventBridgeClient({ maxAttempts: 5 });

/** For the sign-ins of every account and region that the trail logs. */
export async function handler(event: unknown): Promise<void> {
  // Read at each invocation: a missing setting then fails the invocation, with its name.
  await trailSignIns(event, settingsOf(process.env), { eventBridge, sleep, log });
}
