import { ListStackInstancesCommand } from '@aws-sdk/client-cloudformation';
import {
  DeleteConfigurationAggregatorCommand,
  DeleteConfigurationRecorderCommand,
  DeleteDeliveryChannelCommand,
  StopConfigurationRecorderCommand,
} from '@aws-sdk/client-config-service';
import { DeleteRuleCommand } from '@aws-sdk/client-eventbridge';
import { DeleteMembersCommand, ListMembersCommand } from '@aws-sdk/client-guardduty';
import {
  DeleteRoleCommand,
  DeleteServiceLinkedRoleCommand,
  GetServiceLinkedRoleDeletionStatusCommand,
} from '@aws-sdk/client-iam';
import { isNamed, RefusedError } from '../lambda/errors.ts';
import type { TrialClients } from './clients.ts';
import { deleteFlowLogs } from './flow-logs.ts';
import { removeStack } from './stack.ts';
import type { Pause } from './waiting.ts';

/** Removes what has this name. What is gone already, or was never made, is removed. */
export type Remove = (clients: TrialClients, name: string, pause: Pause) => Promise<void>;

/** How each kind of thing is removed that a question makes by itself; the rest is in stacks. */
export const removals = {
  stack: removeStack,
  aggregator: async ({ configService }, ConfigurationAggregatorName) => {
    await unlessGone(
      configService.send(new DeleteConfigurationAggregatorCommand({ ConfigurationAggregatorName })),
      'NoSuchConfigurationAggregatorException',
    );
  },
  /** With its recorder of the same name stopped: AWS Config keeps the channel of one that records. */
  channel: async ({ configService }, DeliveryChannelName) => {
    const recorder = { ConfigurationRecorderName: DeliveryChannelName };
    await unlessGone(
      configService.send(new StopConfigurationRecorderCommand(recorder)),
      'NoSuchConfigurationRecorderException',
    );
    await unlessGone(
      configService.send(new DeleteDeliveryChannelCommand({ DeliveryChannelName })),
      'NoSuchDeliveryChannelException',
    );
  },
  recorder: async ({ configService }, ConfigurationRecorderName) => {
    await unlessGone(
      configService.send(new DeleteConfigurationRecorderCommand({ ConfigurationRecorderName })),
      'NoSuchConfigurationRecorderException',
    );
  },
  /** Of a detector, which can't be deleted before. None was invited. */
  members: async ({ guardDuty }, DetectorId) => {
    // GuardDuty answers BadRequestException about a detector that does not exist.
    const { Members = [] } =
      (await unlessGone(
        guardDuty.send(new ListMembersCommand({ DetectorId, OnlyAssociated: 'false' })),
        'BadRequestException',
      )) ?? {};
    const AccountIds = Members.flatMap(({ AccountId }) => AccountId ?? []);
    if (AccountIds.length > 0) {
      await guardDuty.send(new DeleteMembersCommand({ DetectorId, AccountIds }));
    }
  },
  /** A stack set should have none: its operations had no target. */
  'stack-instances': async ({ cloudFormation }, StackSetName) => {
    const { Summaries = [] } =
      (await unlessGone(
        cloudFormation.send(new ListStackInstancesCommand({ StackSetName })),
        'StackSetNotFoundException',
      )) ?? {};
    if (Summaries.length > 0) {
      const accounts = Summaries.map(({ Account }) => Account).join(', ');
      throw new RefusedError(`an operation without targets made instances in ${accounts}`);
    }
  },
  'flow-logs': deleteFlowLogs,
  role: async ({ iam }, RoleName) => {
    await unlessGone(iam.send(new DeleteRoleCommand({ RoleName })), 'NoSuchEntityException');
  },
  /** One that was not there before. A service that still uses it has IAM refuse. */
  'service-linked-role': async ({ iam }, RoleName, pause) => {
    const deletion = iam.send(new DeleteServiceLinkedRoleCommand({ RoleName }));
    const { DeletionTaskId } = (await unlessGone(deletion, 'NoSuchEntityException')) ?? {};
    while (DeletionTaskId !== undefined) {
      const { Status, Reason } = await iam.send(
        new GetServiceLinkedRoleDeletionStatusCommand({ DeletionTaskId }),
      );
      if (Status === 'SUCCEEDED') {
        return;
      }
      if (Status === 'FAILED') {
        throw new RefusedError(Reason?.Reason ?? 'IAM does not say why');
      }
      await pause();
    }
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

async function unlessGone<T>(removal: Promise<T>, ...gone: string[]): Promise<T | undefined> {
  try {
    return await removal;
  } catch (error) {
    if (isNamed(error, ...gone)) {
      return undefined;
    }
    throw error;
  }
}
