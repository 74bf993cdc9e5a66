/**
 * An organization as AWS describes it at one moment: what a preflight judges, what a snapshot file
 * holds, and what a rehearsal can start from. Resources keep the field names of AWS's own answers,
 * without their secrets; what has no such answer is in camel case.
 */
export interface Snapshot {
  /** The version of this format. */
  readonly format: 1;
  /** ISO 8601, UTC. */
  readonly takenAt: string;
  readonly homeRegion: string;
  /** The regions that were read in every account. */
  readonly regions: readonly string[];
  /** The account and the ARN whose credentials were given, and the role that was assumed in the others. */
  readonly caller: { readonly accountId: string; readonly arn: string; readonly roleName: string };
  readonly organization: OrganizationSnapshot;
  readonly accounts: readonly AccountSnapshot[];
  /** Service-managed StackSets of the management account. */
  readonly stackSets: readonly StackSetSnapshot[];
  /** What org-formation keeps; absent when it has not been used. */
  readonly state?: StateSnapshot;
  /** Templates of stacks and StackSets, by the SHA-256 of their text in hex. Only in a file. */
  readonly templates?: Readonly<Record<string, string>>;
  /** Of functions' code, by `bucket/key`: keys of `archives`. Only in a file, and of this project. */
  readonly code?: Readonly<Record<string, string>>;
  /** Archives of functions' code in base64, by their SHA-256 in hex. */
  readonly archives?: Readonly<Record<string, string>>;
}

/** Why something could not be read. */
export interface Refusal {
  /** AWS's name of the error. */
  readonly code: string;
  readonly message: string;
}

export interface OrganizationSnapshot {
  readonly Id: string;
  readonly MasterAccountId: string;
  readonly MasterAccountEmail: string;
  readonly FeatureSet: 'ALL' | 'CONSOLIDATED_BILLING';
  readonly rootId: string;
  readonly policyTypes: readonly { readonly Type: string; readonly Status: string }[];
  readonly units: readonly {
    readonly Id: string;
    readonly Name: string;
    readonly parentId: string;
    readonly tags: Tags;
  }[];
  readonly policies: readonly PolicySnapshot[];
  readonly trustedServices: readonly string[];
  readonly delegatedAdministrators: readonly {
    readonly accountId: string;
    readonly services: readonly string[];
  }[];
  /** Invitations that are open: accounts that are in the organization once they accept. */
  readonly handshakes: readonly {
    readonly Id: string;
    readonly State: string;
    readonly Action: string;
    /** A twelve-digit id or an e-mail address. */
    readonly target: string;
  }[];
  /** Requests for accounts that are still in progress. */
  readonly accountRequests: readonly { readonly Id: string; readonly AccountName: string }[];
  /** `ENABLED`, `DISABLED` or `DISABLED_PERMANENTLY`; absent when it could not be read. */
  readonly stackSetsAccess?: string;
  /** Of IAM Identity Center, the primary one first; empty without it, absent when not read. */
  readonly identityCenterRegions?: readonly string[];
  /** What could not be read, by field. */
  readonly unread: Readonly<Record<string, Refusal>>;
}

export type Tags = Readonly<Record<string, string>>;

export interface PolicySnapshot {
  readonly Id: string;
  readonly Name: string;
  readonly Description: string;
  /** `SERVICE_CONTROL_POLICY`, `RESOURCE_CONTROL_POLICY`, `GUARDDUTY_POLICY`, … */
  readonly Type: string;
  readonly AwsManaged: boolean;
  /** The document, as JSON. */
  readonly Content: string;
  /** Ids of the root, units and accounts to which it is attached. */
  readonly targets: readonly string[];
  readonly tags: Tags;
}

export interface AccountSnapshot {
  readonly Id: string;
  readonly Name: string;
  readonly Email: string;
  /** `State ?? Status`. */
  readonly state: string;
  readonly JoinedMethod: string;
  /** The root or the unit that it is in. */
  readonly parentId: string;
  readonly tags: Tags;
  /** Why no role could be assumed in it; nothing below is known then. */
  readonly unreachable?: Refusal;
  /** `RegionOptStatus` by region; empty when it could not be read. */
  readonly regionOptStatus: Readonly<Record<string, string>>;
  /** Roles whose names the deployment wants, the deploying role, and service-linked ones. */
  readonly roles: readonly RoleSnapshot[];
  /** Buckets whose names the deployment wants, or that other sections name. */
  readonly buckets: readonly BucketSnapshot[];
  /** One for each region that was read, and that the account has enabled. */
  readonly places: readonly PlaceSnapshot[];
  /** What of roles, buckets or regions could not be read, by field. */
  readonly unread: Readonly<Record<string, Refusal>>;
}

export interface RoleSnapshot {
  readonly RoleName: string;
  readonly Path: string;
  /** The trust policy, as JSON. */
  readonly AssumeRolePolicyDocument: string;
  readonly attachedPolicyArns: readonly string[];
}

export interface BucketSnapshot {
  readonly Name: string;
  /** `own`, or `taken` where it belongs to another account or lies in another region than it should. */
  readonly owner: 'own' | 'taken';
  readonly region?: string;
  /** The bucket policy, as JSON. */
  readonly policy?: string;
}

/** One account in one region. */
export interface PlaceSnapshot {
  readonly region: string;
  readonly stacks: readonly StackSnapshot[];
  readonly trails: readonly TrailSnapshot[];
  readonly recorders: readonly RecorderSnapshot[];
  readonly deliveryChannels: readonly DeliveryChannelSnapshot[];
  readonly aggregators: readonly AggregatorSnapshot[];
  /** Only in the management account and in delegated administrators. */
  readonly organizationConfigRules: readonly { readonly OrganizationConfigRuleName: string }[];
  readonly organizationConformancePacks: readonly {
    readonly OrganizationConformancePackName: string;
  }[];
  /** `CreatedBy` is the service of a rule that is linked to it. */
  readonly configRules: readonly {
    readonly ConfigRuleName: string;
    readonly CreatedBy?: string;
  }[];
  readonly conformancePacks: readonly {
    readonly ConformancePackName: string;
    readonly CreatedBy?: string;
  }[];
  /** Absent where GuardDuty has no detector. */
  readonly detector?: DetectorSnapshot;
  /** Only in the management account. */
  readonly guardDutyAdministrators: readonly string[];
  readonly analyzers: readonly {
    readonly name: string;
    readonly type: string;
    readonly status: string;
  }[];
  /**
   * Resources of other kinds whose names the deployment wants: by CloudFormation type, names. Of the
   * resource policies of CloudWatch Logs, of which AWS allows ten, all.
   */
  readonly named: Readonly<Record<string, readonly string[]>>;
  /** Values of quotas, by `service/code`. */
  readonly quotas: Readonly<Record<string, number>>;
  /** What could not be read, by field of this interface. */
  readonly unread: Readonly<Record<string, Refusal>>;
}

export interface StackSnapshot {
  readonly StackName: string;
  readonly StackId: string;
  readonly StackStatus: string;
  readonly StackStatusReason?: string;
  /** ISO 8601, UTC. */
  readonly CreationTime: string;
  readonly EnableTerminationProtection: boolean;
  /** A secret (NoEcho) is `****`, as AWS answers. */
  readonly Parameters: Readonly<Record<string, string>>;
  readonly Outputs: Readonly<Record<string, string>>;
  readonly Tags: Tags;
  /** Of a nested stack, or of one that belongs to another. */
  readonly ParentId?: string;
  readonly resources: readonly {
    readonly LogicalResourceId: string;
    readonly PhysicalResourceId: string;
    readonly ResourceType: string;
    readonly ResourceStatus: string;
  }[];
  /** Its template as it was given, by its key in `templates`; only in a file. */
  readonly template?: string;
}

export interface StackSetSnapshot {
  readonly StackSetName: string;
  readonly Status: string;
  readonly PermissionModel: string;
  readonly Description?: string;
  readonly AutoDeployment?: {
    readonly Enabled: boolean;
    readonly RetainStacksOnAccountRemoval: boolean;
  };
  readonly ManagedExecution?: { readonly Active: boolean };
  readonly Parameters: Readonly<Record<string, string>>;
  readonly Capabilities: readonly string[];
  readonly Tags: Tags;
  readonly instances: readonly {
    readonly Account: string;
    readonly Region: string;
    readonly OrganizationalUnitId?: string;
    readonly Status: string;
    readonly StackId?: string;
  }[];
  /** Its template as it was given, by its key in `templates`; only in a file. */
  readonly template?: string;
}

export interface TrailSnapshot {
  readonly Name: string;
  readonly TrailARN: string;
  /** Where it was made: in other regions, and in member accounts, AWS lists shadows of it. */
  readonly HomeRegion?: string;
  readonly S3BucketName: string;
  readonly S3KeyPrefix?: string;
  readonly SnsTopicARN?: string;
  readonly KmsKeyId?: string;
  readonly CloudWatchLogsLogGroupArn?: string;
  readonly CloudWatchLogsRoleArn?: string;
  readonly IncludeGlobalServiceEvents: boolean;
  readonly IsMultiRegionTrail: boolean;
  readonly IsOrganizationTrail: boolean;
  readonly LogFileValidationEnabled: boolean;
  readonly isLogging: boolean;
  /** As GetEventSelectors answers them, as JSON. */
  readonly selectors?: string;
  readonly insightTypes: readonly string[];
}

export interface RecorderSnapshot {
  readonly name: string;
  readonly roleARN: string;
  /** As JSON. */
  readonly recordingGroup?: string;
  /** As JSON. */
  readonly recordingMode?: string;
  /** Of a recorder that is linked to a service; AWS allows it beside a customer's. */
  readonly servicePrincipal?: string;
  readonly recording: boolean;
}

export interface DeliveryChannelSnapshot {
  readonly name: string;
  readonly s3BucketName: string;
  readonly s3KeyPrefix?: string;
  readonly s3KmsKeyArn?: string;
  readonly snsTopicARN?: string;
  readonly deliveryFrequency?: string;
}

export interface AggregatorSnapshot {
  readonly ConfigurationAggregatorName: string;
  /** The service of an aggregator that is linked to it. */
  readonly CreatedBy?: string;
  /** Of an aggregator of the organization. */
  readonly organizationRoleArn?: string;
  readonly allRegions?: boolean;
}

export interface DetectorSnapshot {
  readonly DetectorId: string;
  readonly Status: string;
  readonly FindingPublishingFrequency?: string;
  readonly Features: readonly FeatureSnapshot[];
  readonly Tags: Tags;
  readonly exports: readonly {
    readonly DestinationId: string;
    readonly DestinationArn: string;
    readonly KmsKeyArn?: string;
  }[];
  readonly members: readonly {
    readonly AccountId: string;
    readonly Email: string;
    readonly RelationshipStatus: string;
    /** Absent where the member was not invited. */
    readonly InvitedAt?: string;
  }[];
  readonly administrator?: { readonly AccountId: string; readonly RelationshipStatus: string };
  /** Only of a delegated administrator. */
  readonly organization?: {
    readonly AutoEnableOrganizationMembers?: string;
    readonly Features: readonly { readonly Name: string; readonly AutoEnable: string }[];
  };
}

export interface FeatureSnapshot {
  readonly Name: string;
  readonly Status: string;
  /** `GUARDDUTY_POLICY` where a policy of the organization manages it. */
  readonly ManagedBy?: string;
  readonly additional: readonly {
    readonly Name: string;
    readonly Status: string;
    readonly ManagedBy?: string;
  }[];
}

/** The object in which org-formation keeps what it has deployed. */
export interface StateSnapshot {
  readonly bucket: string;
  readonly key: string;
  /** As it is in the bucket: JSON. */
  readonly body: string;
}
