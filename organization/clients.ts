import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { STSClient } from '@aws-sdk/client-sts';
import { type Clients, clientClasses } from './client-classes.ts';
import { lazyClients } from './lazy-clients.ts';
import type { Caller, Credentials } from './roles.ts';
import { assumeRole, identify } from './roles.ts';
import type { Sessions } from './types.ts';

export interface SessionOptions {
  homeRegion: string;
  /** Role that is assumed in the other accounts. Default: OrganizationAccountAccessRole. */
  roleName?: string;
  /** Optional. Default: AWS_ENDPOINT_URL of the environment, else AWS itself. */
  endpoint?: string;
  /** Optional. Default: the SDK's chain of credential providers. */
  credentials?: Credentials;
  /** Tries of a call, the first included. Default: 5. */
  maxAttempts?: number;
}

export interface OpenSessions extends Sessions {
  /** The account whose credentials were given. */
  callerAccountId: string;
  /** Ends the connections. No session can be used after it. */
  close(): void;
}

/** What every client is built with. */
type Shared = ReturnType<typeof sharedConfiguration>;

/**
 * Sessions for all accounts: the caller's own account with the credentials that
 * were given, the others by a role that is assumed in them.
 * @throws CredentialsError when the credentials that were given do not work
 */
export async function connect(options: SessionOptions): Promise<OpenSessions> {
  const shared = sharedConfiguration(options);
  const caller = await identify(stsOf(shared, options));
  return openSessions(caller, options, shared);
}

/** The same for a caller that is known; its credentials are used when they are needed. */
export function sessionsFor(caller: Caller, options: SessionOptions): OpenSessions {
  return openSessions(caller, options, sharedConfiguration(options));
}

// A token of the global endpoint is not valid in opt-in regions; one of a region's is.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_enable-regions.html
function stsOf(shared: Shared, { homeRegion: region, credentials }: SessionOptions): STSClient {
  return new STSClient({ ...shared, region, ...(credentials && { credentials }) });
}

function openSessions(caller: Caller, options: SessionOptions, shared: Shared): OpenSessions {
  const { homeRegion, roleName = 'OrganizationAccountAccessRole', credentials } = options;
  const sts = stsOf(shared, options);
  return {
    callerAccountId: caller.accountId,
    caller: clientsOf(shared, homeRegion, credentials),
    async open(accountId) {
      const own =
        accountId === caller.accountId
          ? credentials
          : await assumeRole(sts, caller, accountId, roleName);
      return { clients: (region) => clientsOf(shared, region, own) };
    },
    close() {
      shared.requestHandler.httpAgent.destroy();
      shared.requestHandler.httpsAgent.destroy();
    },
  };
}

// The agents are shared: a thousand accounts use the same few connections to a region.
function sharedConfiguration({ endpoint, maxAttempts = 5 }: SessionOptions) {
  const agent = { keepAlive: true, maxSockets: 50 };
  return {
    maxAttempts,
    ...(endpoint === undefined ? {} : { endpoint }),
    requestHandler: {
      connectionTimeout: 5_000,
      requestTimeout: 30_000,
      httpAgent: new HttpAgent(agent),
      httpsAgent: new HttpsAgent(agent),
    },
  };
}

function clientsOf(shared: Shared, region: string, credentials?: Credentials): Clients {
  return lazyClients(clientClasses, { ...shared, region, ...(credentials && { credentials }) });
}
