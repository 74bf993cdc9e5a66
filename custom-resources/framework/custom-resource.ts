import type { LambdaContext } from '../../lambda/context.ts';
import { RefusedError } from '../../lambda/errors.ts';
import type { Sleep } from '../../lambda/retry.ts';
import type { Answer } from './answer.ts';
import type { Definition, Handler, Outcome, Request } from './definition.ts';
import { type CustomResourceEvent, parseEvent } from './event.ts';
import { failed, isOwn, logAnswer, succeeded } from './reply.ts';
import { customResourceRuntime, type Runtime } from './runtime.ts';

/**
 * The Lambda handler of a resource. It responds exactly once, also when the resource throws or the
 * function is about to time out; within 4,096 bytes; with a stable physical id.
 *
 * A Create that fails returns an id that is not the resource's own. The Delete that CloudFormation
 * then sends succeeds and changes nothing: settings that a failed Create enabled, or found enabled,
 * stay, and the next Create adopts them.
 *
 * @throws EventError when invoked with something that is not a CloudFormation request
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requesttypes.html
 */
export function customResource<P, D>(
  definition: Definition<P, D>,
  runtime: Runtime = customResourceRuntime,
): Handler {
  return async (rawEvent, context) => {
    const event = parseEvent(rawEvent);

    const answer = await answerOf(definition, event, context, runtime);

    logAnswer(runtime.log, event, answer);
    await runtime.send(event, answer);
  };
}

/**
 * One handler for the resource types of a bundle. The response to an unknown type is FAILED, and
 * SUCCESS to its Delete.
 */
export function customResources(
  handlers: Readonly<Record<string, Handler>>,
  runtime: Runtime = customResourceRuntime,
): Handler {
  return async (event, context) => {
    const { ResourceType: type } = parseEvent(event);
    const known = Object.hasOwn(handlers, type) ? handlers[type] : undefined;
    const handler = known ?? customResource(unknownType(type, Object.keys(handlers)), runtime);
    await handler(event, context);
  };
}

async function answerOf<P, D>(
  definition: Definition<P, D>,
  event: CustomResourceEvent,
  context: LambdaContext,
  runtime: Runtime,
): Promise<Answer> {
  const deadline = runtime.deadline(context.getRemainingTimeInMillis());
  const sleep: Sleep = (ms) => Promise.race([runtime.sleep(ms), deadline.passed]);
  const physicalId = event.PhysicalResourceId ?? definition.physicalId;
  const accountId = context.invokedFunctionArn.split(':')[4] ?? '';
  try {
    const work = perform(definition, event, { physicalId, accountId, sleep, log: runtime.log });
    const outcome = await Promise.race([work, deadline.passed]);
    return succeeded(event, context, { ...outcome, physicalId: outcome.physicalId ?? physicalId });
  } catch (error) {
    return failed(definition.physicalId, event, context, error);
  } finally {
    deadline.cancel();
  }
}

async function perform<P, D>(
  definition: Definition<P, D>,
  event: CustomResourceEvent,
  request: Request,
): Promise<Outcome> {
  const { ResourceProperties: given, OldResourceProperties: old = {} } = event;
  switch (event.RequestType) {
    case 'Create':
      return definition.onCreate({ ...request, properties: definition.parse(given) });
    case 'Update': {
      const properties = definition.parse(given);
      const oldProperties = definition.parseForDelete(old);
      return definition.onUpdate({ ...request, properties, oldProperties });
    }
    case 'Delete':
      if (isOwn(definition.physicalId, request.physicalId)) {
        await definition.onDelete({ ...request, properties: definition.parseForDelete(given) });
      }
      return {};
    default:
      return event.RequestType satisfies never;
  }
}

function unknownType(type: string, known: readonly string[]): Definition<never, undefined> {
  return {
    physicalId: 'unknown-type',
    parse: () => {
      throw new RefusedError(
        `No resource type ${type} here, only ${known.join(', ')}: correct the Type or ServiceToken`,
      );
    },
    parseForDelete: () => undefined,
    onCreate: async () => ({}),
    onUpdate: async () => ({}),
    onDelete: async () => {},
  };
}
