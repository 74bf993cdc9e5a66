import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { AccessAnalyzerClient } from '@aws-sdk/client-accessanalyzer';
import { AccountClient } from '@aws-sdk/client-account';
import { AthenaClient } from '@aws-sdk/client-athena';
import { BatchClient } from '@aws-sdk/client-batch';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { ConfigServiceClient } from '@aws-sdk/client-config-service';
import { EC2Client } from '@aws-sdk/client-ec2';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GlueClient } from '@aws-sdk/client-glue';
import { GuardDutyClient } from '@aws-sdk/client-guardduty';
import { IAMClient } from '@aws-sdk/client-iam';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';
import type { Caller, Credentials } from './roles.ts';
import { assumeRole, identify } from './roles.ts';
import type { Clients, Sessions } from './types.ts';

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

/** Clients that are built when they are first used; most rows need one or two of them. */
function clientsOf(shared: Shared, region: string, credentials?: Credentials): Clients {
  const config = { ...shared, region, ...(credentials && { credentials }) };
  const built = new Map<string, unknown>();
  const once = <C>(name: string, build: () => C): C => {
    if (!built.has(name)) {
      built.set(name, build());
    }
    return built.get(name) as C;
  };
  return {
    get accessAnalyzer() {
      return once('accessAnalyzer', () => new AccessAnalyzerClient(config));
    },
    get account() {
      return once('account', () => new AccountClient(config));
    },
    get athena() {
      return once('athena', () => new AthenaClient(config));
    },
    get batch() {
      return once('batch', () => new BatchClient(config));
    },
    get cloudFormation() {
      return once('cloudFormation', () => new CloudFormationClient(config));
    },
    get cloudTrail() {
      return once('cloudTrail', () => new CloudTrailClient(config));
    },
    get cloudWatch() {
      return once('cloudWatch', () => new CloudWatchClient(config));
    },
    get cloudWatchLogs() {
      return once('cloudWatchLogs', () => new CloudWatchLogsClient(config));
    },
    get configService() {
      return once('configService', () => new ConfigServiceClient(config));
    },
    get ec2() {
      return once('ec2', () => new EC2Client(config));
    },
    get eventBridge() {
      return once('eventBridge', () => new EventBridgeClient(config));
    },
    get glue() {
      return once('glue', () => new GlueClient(config));
    },
    get guardDuty() {
      return once('guardDuty', () => new GuardDutyClient(config));
    },
    get iam() {
      return once('iam', () => new IAMClient(config));
    },
    get organizations() {
      return once('organizations', () => new OrganizationsClient(config));
    },
    get s3() {
      // Path style, as an endpoint of one's own has no name for each bucket.
      return once('s3', () => new S3Client({ ...config, forcePathStyle: true }));
    },
    get sns() {
      return once('sns', () => new SNSClient(config));
    },
    get sqs() {
      return once('sqs', () => new SQSClient(config));
    },
  };
}
