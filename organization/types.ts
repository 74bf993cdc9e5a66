import type {
  configAggregatorRegions,
  findingSources,
  flowLogAggregationSeconds,
  flowLogDestinations,
  flowLogTrafficType,
  guardDutyMembership,
  guardDutyPublishingFrequency,
  reportBucketNamespace,
} from '../templates/parameters.ts';
import type { Clients } from './client-classes.ts';

export type { Clients };

/** An account of the organization. `state` is what `stateOf` reads. */
export interface Account {
  id: string;
  name: string;
  email: string;
  state: string;
}

export type FlowLogDestination = (typeof flowLogDestinations.allowedValues)[number];

export type ReportBucketNamespace = (typeof reportBucketNamespace.allowedValues)[number];

export type FindingSource = (typeof findingSources.allowedValues)[number];

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
  /** Of an organization trail that exists already; empty for that of cloud-trail. */
  trailLogGroup: string;
  /** Whether it is copied to the log archive. */
  trailLogCopy: boolean;
  /** Whether sign-ins are reported from the trail's log group, too. */
  signInNet: boolean;
  /** ARN of a topic of the operator that alerts go to; empty for that of alerts. */
  alertTopic: string;
  /** ARN of the topic of the net's alarms; empty for that of trail-alarms. */
  trailAlarmTopic: string;
  homeRegion: string;
  governedRegions: readonly string[];
  managementAccountId: string;
  securityAccountId: string;
  logArchiveAccountId: string;
  /** Optional. Accounts in the unit of suspended accounts: nothing is deployed there. */
  suspendedAccountIds?: readonly string[];
  /** Optional. Capabilities that are not deployed any more. */
  removedCapabilities?: readonly string[];
  guardDutyMembership: (typeof guardDutyMembership.allowedValues)[number];
  /** As `featureRules` of the organization's custom resource reads them. */
  guardDutyFeatures: readonly string[];
  guardDutyPublishingFrequency: (typeof guardDutyPublishingFrequency.allowedValues)[number];
  /** The region whose recorders record IAM. */
  globalConfigRegion: string;
  /** Resource types that AWS Config does not record. */
  configExcludedResourceTypes: readonly string[];
  /** Accounts whose own recorders are left alone. */
  configAdoptedAccountIds: readonly string[];
  /** Accounts that rules and packs leave out. */
  configExcludedAccountIds: readonly string[];
  configAggregatorRegions: (typeof configAggregatorRegions.allowedValues)[number];
  configRules: readonly ConfigEntry[];
  conformancePacks: readonly ConfigEntry[];
  /** Where the flow logs of VPCs go. */
  flowLogDestinations: readonly FlowLogDestination[];
  /** The traffic that they record. */
  flowLogTrafficType: (typeof flowLogTrafficType.allowedValues)[number];
  /** The longest time that a record covers. */
  flowLogAggregationSeconds: (typeof flowLogAggregationSeconds.allowedValues)[number];
  /** Where sign-ins are looked for, and where there is a queue for what is not delivered. */
  signInRegions: readonly string[];
  /** Whose findings raise alerts. */
  findingSources: readonly FindingSource[];
  /** Regions whose GuardDuty exports findings to another bucket. */
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
