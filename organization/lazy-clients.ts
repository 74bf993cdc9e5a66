import type { Agent as HttpAgent } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';

/** What clients are built with. */
export interface ClientConfig {
  readonly region: string;
  readonly maxAttempts: number;
  /** Times are in milliseconds. */
  readonly requestHandler: {
    readonly connectionTimeout: number;
    readonly requestTimeout?: number;
    readonly socketTimeout?: number;
    readonly httpAgent?: HttpAgent;
    readonly httpsAgent?: HttpsAgent;
  };
  readonly endpoint?: string;
  readonly credentials?: Credentials | (() => Promise<Credentials>);
}

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Classes of the SDK, by the names of their clients. */
export type ClientClasses = Readonly<Record<string, new (config: ClientConfig) => object>>;

/** The clients of these classes. Each is built when it is first used. */
export type ClientsOf<Classes> = {
  readonly [Name in keyof Classes]: Classes[Name] extends new (
    config: ClientConfig,
  ) => { send: infer Send }
    ? { readonly send: Send }
    : never;
};

/** Clients that are built when they are first used; most callers need one or two of them. */
export function lazyClients<Classes extends ClientClasses>(
  classes: Classes,
  config: ClientConfig,
): ClientsOf<Classes> {
  const clients = {} as ClientsOf<Classes>;
  for (const [name, Client] of Object.entries(classes)) {
    Object.defineProperty(clients, name, {
      configurable: true,
      enumerable: true,
      get() {
        // A custom endpoint does not have a host name for each bucket, and URLs of queues do not name it:
        // S3 and SQS alone read these.
        const client = new Client({
          ...config,
          forcePathStyle: true,
          useQueueUrlAsEndpoint: false,
        } as ClientConfig);
        Object.defineProperty(clients, name, { enumerable: true, value: client });
        return client;
      },
    });
  }
  return clients;
}
