import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import { unlessAborted } from '../runs/interruption.ts';
import type { Session } from './sessions.ts';

/** What the runner itself calls. */
export interface Clients {
  sts: Pick<STSClient, 'send'>;
  organizations: Pick<OrganizationsClient, 'send'>;
  s3: Pick<S3Client, 'send'>;
}

export interface ClientOptions {
  region: string;
  /** Optional. Asked again before they expire. Default: the SDK's chain of providers. */
  credentials?: () => Promise<Session>;
}

export type BuildClients = (options: ClientOptions) => Clients;

/** Tries of a call, the first included: STS throttles whom many accounts are opened for. */
const maxAttempts = 8;

/** Milliseconds: until there is a connection, and that nothing moves on it. */
const requestHandler = { connectionTimeout: 5_000, socketTimeout: 30_000 };

/** Clients of AWS, or of the endpoint that the environment names. */
export function buildClients({ region, credentials }: ClientOptions): Clients {
  const shared = { region, maxAttempts, requestHandler, ...(credentials && { credentials }) };
  return {
    sts: new STSClient(shared),
    organizations: new OrganizationsClient(shared),
    // Path style, as an endpoint of one's own has no name for each bucket.
    s3: new S3Client({ ...shared, forcePathStyle: true }),
  };
}

/** The same, whose calls end when the signal does: also where the SDK looks for credentials. */
export function endedBy(signal: AbortSignal, { sts, organizations, s3 }: Clients): Clients {
  const ended = <T extends Clients[keyof Clients]>(client: T): T => {
    const { send } = client as unknown as { send: (...given: unknown[]) => Promise<unknown> };
    const sendOrEnd = (command: unknown) =>
      unlessAborted(signal, () => send.call(client, command, { abortSignal: signal }));
    return { send: sendOrEnd } as T;
  };
  return { sts: ended(sts), organizations: ended(organizations), s3: ended(s3) };
}
