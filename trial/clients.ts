import { STSClient } from '@aws-sdk/client-sts';
import { clientClasses } from '../organization/client-classes.ts';
import { type ClientsOf, lazyClients } from '../organization/lazy-clients.ts';
import { assumeRole, type Caller, type Credentials, identify } from '../organization/roles.ts';

const trialClasses = { ...clientClasses, sts: STSClient };

/** The clients of one account in one region. */
export type TrialClients = ClientsOf<typeof trialClasses>;

/** How the trial reaches AWS, or the embedded AWS. */
export interface Connection {
  /** Optional. Default: AWS_ENDPOINT_URL of the environment, else AWS itself. */
  readonly endpoint?: string;
  /** Optional. Default: the SDK's chain of credential providers. */
  readonly credentials?: Credentials;
}

/** An account, with the credentials to ask in it. */
export interface Reached {
  clients(region: string): TrialClients;
}

export interface Reach {
  readonly caller: Caller;
  /** The caller's own account with the given credentials, another one by the role. */
  open(accountId: string): Promise<Reached>;
}

const settings = {
  maxAttempts: 5,
  requestHandler: { connectionTimeout: 5_000, requestTimeout: 30_000 },
  // The URL of a queue names AWS, also where AWS_ENDPOINT_URL names another host.
  useQueueUrlAsEndpoint: false,
};

/** Clients for these credentials. */
export function clientsFor({ endpoint, credentials }: Connection, region: string): TrialClients {
  return lazyClients(trialClasses, {
    ...settings,
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials && { credentials }),
  });
}

/** @throws CredentialsError when the credentials that were given do not work */
export async function reach(
  connection: Connection,
  region: string,
  roleName: string,
): Promise<Reach> {
  const own = clientsFor(connection, region);
  const caller = await identify(own.sts);
  return {
    caller,
    async open(accountId) {
      const credentials =
        accountId === caller.accountId
          ? connection.credentials
          : await assumeRole(own.sts, caller, accountId, roleName);
      return {
        clients: (where) =>
          clientsFor({ ...connection, ...(credentials && { credentials }) }, where),
      };
    },
  };
}
