import { DeleteRuleCommand } from '@aws-sdk/client-eventbridge';
import { DeleteRoleCommand } from '@aws-sdk/client-iam';
import { isNamed } from '../lambda/errors.ts';
import type { TrialClients } from './clients.ts';
import { removeStack } from './stack.ts';
import type { Pause } from './waiting.ts';

/** Removes what has this name. What is gone already, or was never made, is removed. */
export type Remove = (clients: TrialClients, name: string, pause: Pause) => Promise<void>;

/** How each kind of thing is removed that a question makes by itself; the rest is in stacks. */
export const removals = {
  stack: removeStack,
  role: async ({ iam }, RoleName) => {
    await unlessGone(iam.send(new DeleteRoleCommand({ RoleName })), 'NoSuchEntityException');
  },
  /** A rule of the default bus, without targets. */
  rule: async ({ eventBridge }, Name) => {
    await unlessGone(
      eventBridge.send(new DeleteRuleCommand({ Name })),
      'ResourceNotFoundException',
    );
  },
} satisfies Record<string, Remove>;

export type Kind = keyof typeof removals;

export async function unlessGone(removal: Promise<unknown>, ...gone: string[]): Promise<void> {
  try {
    await removal;
  } catch (error) {
    if (!isNamed(error, ...gone)) {
      throw error;
    }
  }
}
