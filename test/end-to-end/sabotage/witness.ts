import type { Clients } from '../../../organization/types.ts';
import { type CloudTrailRecord, recordOf } from '../../../scenarios/attacks/techniques.ts';
import { eventNameOf } from './event-names.ts';

/** A call, and how it ended. */
export interface Witnessed {
  /** The name of the client. */
  readonly client: string;
  readonly operation: string;
  readonly input: object;
  readonly error?: Error;
}

/** Where the name of a client and the source of its events differ. */
const sources: Readonly<Record<string, string>> = {
  accessAnalyzer: 'access-analyzer',
  cloudWatch: 'monitoring',
  cloudWatchLogs: 'logs',
  configService: 'config',
  eventBridge: 'events',
};

/** The same clients; each call that they make is kept. */
export function witnessed(clients: Clients, calls: Witnessed[]): Clients {
  return new Proxy(clients, {
    get: (all, client: string) => watch(Reflect.get(all, client), client, calls),
  });
}

function watch<T extends object>(service: T, client: string, calls: Witnessed[]): T {
  return new Proxy(service, {
    get(target, name) {
      if (name !== 'send') {
        return Reflect.get(target, name);
      }
      return async (command: { readonly input: object }, ...rest: unknown[]) => {
        const send: (...all: unknown[]) => Promise<unknown> = Reflect.get(target, 'send') as never;
        const operation = command.constructor.name.replace(/Command$/, '');
        try {
          const answer = await send.call(target, command, ...rest);
          calls.push({ client, operation, input: command.input });
          return answer;
        } catch (error) {
          calls.push({ client, operation, input: command.input, error: error as Error });
          throw error;
        }
      };
    },
  });
}

const isRead = (operation: string): boolean => /^(Get|List|Describe|BatchGet|Scan)/.test(operation);

/** The record that CloudTrail has of a call by an administrator of an account. */
export function trailRecordOf(
  { client, operation, input, error }: Witnessed,
  { accountId, region }: { readonly accountId: string; readonly region: string },
): CloudTrailRecord {
  const small = Object.entries(input).map(
    ([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value] as const,
  );
  const role = 'Administrator';
  return recordOf({
    eventSource: `${sources[client] ?? client.toLowerCase()}.amazonaws.com`,
    eventName: eventNameOf(client, operation),
    awsRegion: region,
    userIdentity: {
      ...{ type: 'AssumedRole', accountId },
      arn: `arn:aws:sts::${accountId}:assumed-role/${role}/eve`,
    },
    recipientAccountId: accountId,
    readOnly: isRead(operation),
    requestParameters: Object.fromEntries(small),
    // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
    ...(error &&
      /explicit deny/.test(error.message) && {
        errorCode: 'AccessDenied',
        errorMessage: error.message.replace(/(?<=assumed-role\/\w+\/)\S+/, 'eve'),
      }),
  });
}
