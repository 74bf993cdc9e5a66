import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import { type ClientsOf, lazyClients } from '../../organization/lazy-clients.ts';
import { unlessAborted } from '../runs/interruption.ts';
import type { Session } from './sessions.ts';

/** The clients of the runner itself. */
const clientClasses = { sts: STSClient, organizations: OrganizationsClient, s3: S3Client };

export type Clients = ClientsOf<typeof clientClasses>;

export interface ClientOptions {
  region: string;
  /** Optional. Called again before they expire. Default: the SDK's chain of providers. */
  credentials?: () => Promise<Session>;
}

export type BuildClients = (options: ClientOptions) => Clients;

/** Attempts of a call, including the first: STS throttles a caller with many accounts. */
const maxAttempts = 8;

/** Milliseconds: to establish a connection, and without any data on it. */
const requestHandler = { connectionTimeout: 5_000, socketTimeout: 30_000 };

/** Clients of AWS, or of the endpoint that the environment names. */
export function buildClients({ region, credentials }: ClientOptions): Clients {
  const config = { region, maxAttempts, requestHandler, ...(credentials && { credentials }) };
  return lazyClients(clientClasses, config);
}

/** The same, with calls that the signal aborts, including the SDK's lookup of credentials. */
export function endedBy(signal: AbortSignal, { sts, organizations, s3 }: Clients): Clients {
  const ended = <T extends Clients[keyof Clients]>(client: T): T => {
    const { send } = client as unknown as { send: (...given: unknown[]) => Promise<unknown> };
    const sendOrEnd = (command: unknown) =>
      unlessAborted(signal, () => send.call(client, command, { abortSignal: signal }));
    return { send: sendOrEnd } as T;
  };
  return { sts: ended(sts), organizations: ended(organizations), s3: ended(s3) };
}
