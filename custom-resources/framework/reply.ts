import type { LambdaContext } from '../../lambda/context.ts';
import { describeError } from '../../lambda/errors.ts';
import type { Log } from '../../lambda/log.ts';
import { type Answer, fitAnswer } from './answer.ts';
import type { Outcome } from './definition.ts';
import type { CustomResourceEvent } from './event.ts';

/** @throws AnswerError when the outcome can't be sent */
export function succeeded(
  event: CustomResourceEvent,
  context: LambdaContext,
  outcome: Outcome & { physicalId: string },
): Answer {
  const { physicalId, data } = outcome;
  return fitAnswer(event, { status: 'SUCCESS', reason: context.logStreamName, physicalId, data });
}

/** A failed Create gets an id that is not the resource's own, so its Delete changes nothing. */
export function failed(
  ownId: string,
  event: CustomResourceEvent,
  context: LambdaContext,
  error: unknown,
): Answer {
  return fitAnswer(event, {
    status: 'FAILED',
    reason: `${context.logStreamName}: ${describeError(error)}`,
    physicalId: event.PhysicalResourceId ?? `${ownId}:not-created`,
  });
}

/** True for ids that a successful Create of this resource has returned. */
export function isOwn(ownId: string, physicalId: string): boolean {
  return physicalId === ownId || physicalId.startsWith(`${ownId}/`);
}

export function logAnswer(log: Log, event: CustomResourceEvent, answer: Answer): void {
  log({
    message: answer.status === 'FAILED' ? answer.reason : 'Done',
    level: answer.status === 'FAILED' ? 'ERROR' : 'INFO',
    action: event.RequestType,
    status: answer.status,
    resourceType: event.ResourceType,
    stackId: event.StackId,
    logicalId: event.LogicalResourceId,
    physicalId: answer.physicalId,
  });
}
