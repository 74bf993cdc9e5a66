import type { AccessAnalyzerClient } from '@aws-sdk/client-accessanalyzer';
import type { AccountClient } from '@aws-sdk/client-account';
import type { AthenaClient } from '@aws-sdk/client-athena';
import type { BatchClient } from '@aws-sdk/client-batch';
import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { ConfigServiceClient } from '@aws-sdk/client-config-service';
import type { EC2Client } from '@aws-sdk/client-ec2';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { GlueClient } from '@aws-sdk/client-glue';
import type { GuardDutyClient } from '@aws-sdk/client-guardduty';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SNSClient } from '@aws-sdk/client-sns';
import type { SQSClient } from '@aws-sdk/client-sqs';

/** An account of the organization. `state` is what `stateOf` reads. */
export interface Account {
  id: string;
  name: string;
  email: string;
  state: string;
}

export type FlowLogDestination = 's3' | 'cloud-watch-logs';

export type ReportBucketNamespace = 'account-regional' | 'global';

export type FindingSource = 'guardduty' | 'security-hub' | 'access-analyzer' | 'config';

/** An organization rule or conformance pack of AWS Config, and where it is deployed. */
export interface ConfigEntry {
  name: string;
  /** Only in the region that records IAM. */
  global: boolean;
  excludedAccountIds: readonly string[];
  excludedRegions: readonly string[];
}

/** What the expected state depends on. `settings.ts` derives it from the repository's files. */
export interface Settings {
  resourcePrefix: string;
  homeRegion: string;
  governedRegions: readonly string[];
  managementAccountId: string;
  securityAccountId: string;
  logArchiveAccountId: string;
  guardDutyMembership: 'organization' | 'invitation';
  /** The region whose recorders record IAM. */
  globalConfigRegion: string;
  /** Resource types that AWS Config does not record. */
  configExcludedResourceTypes: readonly string[];
  /** Accounts whose own recorders are left alone. */
  configAdoptedAccountIds: readonly string[];
  /** Accounts that rules and packs leave out. */
  configExcludedAccountIds: readonly string[];
  configAggregatorRegions: 'governed' | 'all';
  configRules: readonly ConfigEntry[];
  conformancePacks: readonly ConfigEntry[];
  /** Where the flow logs of VPCs go. */
  flowLogDestinations: readonly FlowLogDestination[];
  /** Where sign-ins are looked for, and where there is a queue for what is not delivered. */
  signInRegions: readonly string[];
  /** Whose findings people are told of. */
  findingSources: readonly FindingSource[];
  /** Regions whose GuardDuty exports findings to a bucket of somebody else's. */
  findingAdoptedExports: readonly string[];
  /** What the names of the accounts' report buckets have before the account. */
  reportBucketSuffix: string;
  reportBucketNamespace: ReportBucketNamespace;
  /** The role of every account that scanners assume. */
  auditRoleName: string;
  /** Service principals that need trusted access to the organization. */
  trustedAccessPrincipals: readonly string[];
  /** Service principals that the security account is delegated administrator of. */
  delegatedAdministratorPrincipals: readonly string[];
}

/** The clients of one account in one region. Each is built when it is first used. */
export interface Clients {
  accessAnalyzer: Pick<AccessAnalyzerClient, 'send'>;
  account: Pick<AccountClient, 'send'>;
  athena: Pick<AthenaClient, 'send'>;
  batch: Pick<BatchClient, 'send'>;
  cloudFormation: Pick<CloudFormationClient, 'send'>;
  cloudTrail: Pick<CloudTrailClient, 'send'>;
  cloudWatch: Pick<CloudWatchClient, 'send'>;
  cloudWatchLogs: Pick<CloudWatchLogsClient, 'send'>;
  configService: Pick<ConfigServiceClient, 'send'>;
  ec2: Pick<EC2Client, 'send'>;
  eventBridge: Pick<EventBridgeClient, 'send'>;
  glue: Pick<GlueClient, 'send'>;
  guardDuty: Pick<GuardDutyClient, 'send'>;
  iam: Pick<IAMClient, 'send'>;
  organizations: Pick<OrganizationsClient, 'send'>;
  s3: Pick<S3Client, 'send'>;
  sns: Pick<SNSClient, 'send'>;
  sqs: Pick<SQSClient, 'send'>;
}

/** Access to one account. */
export interface AccountSession {
  clients(region: string): Clients;
}

/** Access to the organization, with the credentials that were given. */
export interface Sessions {
  /** Clients of the caller's own account in the home region. */
  caller: Pick<Clients, 'organizations'>;
  /** @throws when the account cannot be reached: its cells are then `unreachable`. */
  open(accountId: string): Promise<AccountSession>;
}
