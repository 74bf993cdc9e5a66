import type { OpenSessions } from '../../organization/clients.ts';
import type { Account, Clients, Settings } from '../../organization/types.ts';
import { fakeClient } from '../doubles/aws-client.ts';
import { accounts, asListed, settings as whole } from '../doubles/organization.ts';

export const settings: Settings = { ...whole };

/** A call, and where it was made. */
export interface Call {
  name: string;
  input: Record<string, unknown>;
  account: string;
  region: string;
}

export interface AwsOptions {
  accounts?: readonly Account[];
  /** The text of the alert that an event becomes; undefined when it is lost. */
  alertOf?: (event: { marker: string; path: string }, call: Call) => string | undefined;
  /** Answers, or throws, instead of the rest; undefined leaves the call to it. */
  instead?: (call: Call) => unknown;
}

export const told = ({ marker }: { marker: string }) => `This is a test.\nMarker: ${marker}`;

/** An AWS whose topic of alerts delivers to its queue what is put on any bus. */
export function fakeAws(options: AwsOptions = {}): { sessions: OpenSessions; calls: Call[] } {
  const { alertOf = told } = options;
  const calls: Call[] = [];
  const waiting: string[] = [];
  const answer = (call: Call): unknown => {
    const special = options.instead?.(call);
    if (special !== undefined) {
      return special;
    }
    switch (call.name) {
      case 'ListAccounts':
        return { Accounts: (options.accounts ?? accounts).map(asListed) };
      case 'ListTopics':
        return { Topics: [{ TopicArn: 'arn:aws:sns:us-east-1:222222222222:ofn-audit-alerts' }] };
      case 'CreateQueue':
        return { QueueUrl: `https://sqs/${call.input['QueueName']}` };
      case 'Subscribe':
        return { SubscriptionArn: 'arn:subscription' };
      case 'PutEvents':
        waiting.push(...(alertOf(detailOf(call), call) ?? []).toString().split('\0'));
        return { FailedEntryCount: 0, Entries: [{ EventId: '1' }] };
      case 'ReceiveMessage':
        return { Messages: waiting.splice(0).map((Body) => ({ Body })) };
      case 'DeleteMessageBatch':
      case 'DeleteQueue':
      case 'Unsubscribe':
        return {};
      default:
        return undefined;
    }
  };
  const clients = (account: string, region: string): Clients => {
    const { client } = fakeClient((name, input) => {
      const call = { name, input, account, region };
      calls.push(call);
      return answer(call);
    });
    return { eventBridge: client, organizations: client, sns: client, sqs: client } as never;
  };
  const sessions: OpenSessions = {
    callerAccountId: '111111111111',
    caller: clients('111111111111', 'us-east-1'),
    open: async (id) => ({ clients: (region) => clients(id, region) }),
    close: () => undefined,
  };
  return { sessions, calls };
}

/** What an event says of itself. */
export function detailOf({ input }: Call): { marker: string; path: string } {
  const [entry] = input['Entries'] as { Detail: string }[];
  return JSON.parse(entry?.Detail ?? '{}');
}
