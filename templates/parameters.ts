// npm run docs writes this file from templates/*/_tasks.yml: change it there.

export const accountTrails = {
  name: 'accountTrails',
  type: 'Boolean',
  default: false,
} as const;

export const alarmPeriod = {
  name: 'alarmPeriod',
  type: 'Number',
  default: 300,
  allowedValues: [60, 120, 300, 600, 900, 1800, 3600],
  unit: 'seconds',
} as const;

export const alarmSubscriptions = {
  name: 'alarmSubscriptions',
  type: 'List<String>',
  default: [],
} as const;

export const alarmThresholds = {
  name: 'alarmThresholds',
  type: 'List<String>',
  default: ['unauthorized-api-calls=50', 'console-sign-in-failures=5'],
} as const;

export const alarmTopicKey = {
  name: 'alarmTopicKey',
  type: 'String',
  default: '',
} as const;

export const alertEmail = {
  name: 'alertEmail',
  type: 'String',
  kind: 'emailAddress',
  allowedPattern: '[^@\\s]+@[^@\\s]+\\.[^@\\s]+',
  constraintDescription: 'an e-mail address',
} as const;

export const alertSubscriptions = {
  name: 'alertSubscriptions',
  type: 'List<String>',
  default: [],
} as const;

export const alertTopic = {
  name: 'alertTopic',
  type: 'String',
  default: '',
} as const;

export const alertTopicKey = {
  name: 'alertTopicKey',
  type: 'String',
  default: '',
} as const;

export const athenaDays = {
  name: 'athenaDays',
  type: 'Number',
  default: 2557,
  minValue: 1,
  unit: 'days',
} as const;

export const athenaRegions = {
  name: 'athenaRegions',
  type: 'List<String>',
  kind: 'region',
  default: ['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'af-south-1', 'ap-east-1', 'ap-east-2', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1', 'ap-south-2', 'ap-southeast-1', 'ap-southeast-2', 'ap-southeast-3', 'ap-southeast-4', 'ap-southeast-5', 'ap-southeast-6', 'ap-southeast-7', 'ca-central-1', 'ca-west-1', 'eu-central-1', 'eu-central-2', 'eu-north-1', 'eu-south-1', 'eu-south-2', 'eu-west-1', 'eu-west-2', 'eu-west-3', 'il-central-1', 'me-central-1', 'me-south-1', 'mx-central-1', 'sa-east-1'],
  allowedPattern: '[a-z]{2,}(-[a-z]+)+-\\d+',
  constraintDescription: 'a region such as eu-west-1',
} as const;

export const athenaResultDays = {
  name: 'athenaResultDays',
  type: 'Number',
  default: 30,
  minValue: 1,
  unit: 'days',
} as const;

export const athenaScanLimit = {
  name: 'athenaScanLimit',
  type: 'Number',
  default: 2147483647,
  minValue: 10000000,
  maxValue: 2147483647,
  unit: 'bytes',
} as const;

export const auditArchitecture = {
  name: 'auditArchitecture',
  type: 'String',
  default: 'X86_64',
  allowedValues: ['X86_64', 'ARM64'],
} as const;

export const auditExternalId = {
  name: 'auditExternalId',
  type: 'String',
  kind: 'externalId',
  default: 'ofn-audit-security-audit',
  allowedPattern: '[\\w+=,.@:/-]{2,1224}',
  constraintDescription: '2 to 1224 letters, digits and any of _+=,.@:/-',
} as const;

export const auditImage = {
  name: 'auditImage',
  type: 'String',
  default: '',
  allowedPattern: '\\d{12}\\.dkr\\.ecr\\.[a-z0-9-]+\\.(amazonaws\\.com|amazonaws\\.com\\.cn|amazonaws\\.eu)/[a-z0-9._/-]+(:[\\w.-]{1,128}|@sha256:[0-9a-f]{64})',
  constraintDescription: 'an image of Amazon ECR with tag or digest, such as 222222222222.dkr.ecr.us-east-1.amazonaws.com/scanners:1',
} as const;

export const auditMemory = {
  name: 'auditMemory',
  type: 'Number',
  default: 4096,
  allowedValues: [2048, 3072, 4096, 5120, 6144, 7168, 8192],
  unit: 'MiB',
} as const;

export const auditParallel = {
  name: 'auditParallel',
  type: 'Number',
  default: 10,
  minValue: 1,
  maxValue: 200,
  unit: 'accounts',
} as const;

export const auditPeople = {
  name: 'auditPeople',
  type: 'List<String>',
  default: [],
  allowedPattern: '([\\w+=,.@-]+/)*[\\w+=,.@-]{1,64}',
  constraintDescription: 'the name of an IAM user',
} as const;

export const auditRoleName = {
  name: 'auditRoleName',
  type: 'String',
  kind: 'roleName',
  default: 'AssumableSecurityAuditRole',
  allowedPattern: '[\\w+=,.@-]{1,64}',
  constraintDescription: '1 to 64 letters, digits and any of _+=,.@-',
} as const;

export const auditRunHours = {
  name: 'auditRunHours',
  type: 'Number',
  default: 120,
  minValue: 1,
  maxValue: 2160,
  unit: 'hours',
} as const;

export const auditScanners = {
  name: 'auditScanners',
  type: 'List<String>',
  default: [],
  allowedPattern: '[\\w+=,.@-][\\w+=,.@*-]{0,63}',
  constraintDescription: 'the name of a role without path, with * for any characters but the first',
} as const;

export const auditSchedule = {
  name: 'auditSchedule',
  type: 'String',
  kind: 'schedule',
  default: 'cron(0 3 ? * SUN *)',
  allowedPattern: 'rate\\((1 (minute|hour|day)|([2-9]|[1-9]\\d+) (minutes|hours|days))\\)|cron\\(\\S+ \\S+ (\\? \\S+ [^?\\s]+|[^?\\s]+ \\S+ \\?) \\S+\\)',
  constraintDescription: 'a schedule such as rate(1 day) or cron(0 3 * * ? *)',
} as const;

export const auditSessionSeconds = {
  name: 'auditSessionSeconds',
  type: 'Number',
  default: 43200,
  minValue: 3600,
  maxValue: 43200,
  unit: 'seconds',
} as const;

export const auditSubnets = {
  name: 'auditSubnets',
  type: 'List<String>',
  default: [],
  allowedPattern: 'subnet-[0-9a-f]+',
  constraintDescription: 'an id of a subnet such as subnet-0123456789abcdef0',
  needs: 'auditVpc',
} as const;

export const auditTellSuccess = {
  name: 'auditTellSuccess',
  type: 'Boolean',
  default: false,
} as const;

export const auditTimeoutSeconds = {
  name: 'auditTimeoutSeconds',
  type: 'Number',
  default: 10800,
  minValue: 600,
  maxValue: 43200,
  unit: 'seconds',
} as const;

export const auditTools = {
  name: 'auditTools',
  type: 'List<String>',
  default: ['prowler'],
  allowedValues: ['prowler', 'scoutsuite'],
} as const;

export const auditVpc = {
  name: 'auditVpc',
  type: 'String',
  default: '',
  allowedPattern: 'vpc-[0-9a-f]+',
  constraintDescription: 'an id of a VPC such as vpc-0123456789abcdef0',
  needs: 'auditSubnets',
} as const;

export const configAdoptedAccounts = {
  name: 'configAdoptedAccounts',
  type: 'List<String>',
  default: [],
} as const;

export const configAggregatorRegions = {
  name: 'configAggregatorRegions',
  type: 'String',
  default: 'governed',
  allowedValues: ['governed', 'all'],
} as const;

export const configArchiveAfterDays = {
  name: 'configArchiveAfterDays',
  type: 'Number',
  default: 90,
  minValue: 1,
  unit: 'days',
} as const;

export const configEncryption = {
  name: 'configEncryption',
  type: 'String',
  default: 's3',
  allowedValues: ['s3', 'kms'],
} as const;

export const configExcludedAccounts = {
  name: 'configExcludedAccounts',
  type: 'List<String>',
  default: [],
} as const;

export const configExcludedResourceTypes = {
  name: 'configExcludedResourceTypes',
  type: 'List<String>',
  kind: 'resourceType',
  default: [],
  allowedPattern: 'AWS(::[A-Za-z0-9]+){2}',
  constraintDescription: 'a resource type such as AWS::EC2::NetworkInterface',
} as const;

export const configExpireAfterDays = {
  name: 'configExpireAfterDays',
  type: 'Number',
  default: 2557,
  minValue: 2,
  unit: 'days',
  moreThan: 'configArchiveAfterDays',
} as const;

export const configRecordingFrequency = {
  name: 'configRecordingFrequency',
  type: 'String',
  default: 'CONTINUOUS',
  allowedValues: ['CONTINUOUS', 'DAILY'],
} as const;

export const configRules = {
  name: 'configRules',
  type: 'List<String>',
} as const;

export const configSnapshotFrequency = {
  name: 'configSnapshotFrequency',
  type: 'String',
  kind: 'configFrequency',
  default: 'One_Hour',
  allowedValues: ['One_Hour', 'Three_Hours', 'Six_Hours', 'Twelve_Hours', 'TwentyFour_Hours'],
} as const;

export const conformancePackBucket = {
  name: 'conformancePackBucket',
  type: 'String',
  default: '',
  allowedPattern: 'awsconfigconforms[a-z0-9-]*[a-z0-9]',
  constraintDescription: 'a name that begins with awsconfigconforms, with lower-case letters, digits and hyphens after it',
} as const;

export const conformancePacks = {
  name: 'conformancePacks',
  type: 'List<String>',
} as const;

export const countriesFile = {
  name: 'countriesFile',
  type: 'String',
  default: '',
} as const;

export const declaredAccounts = {
  name: 'declaredAccounts',
  type: 'String',
} as const;

export const delegatedServices = {
  name: 'delegatedServices',
  type: 'List<String>',
  default: ['access-analyzer.amazonaws.com', 'config.amazonaws.com', 'config-multiaccountsetup.amazonaws.com'],
} as const;

export const elevatedRoles = {
  name: 'elevatedRoles',
  type: 'List<String>',
  default: ['break-glass', 'elevated-security-role'],
  allowedPattern: '[\\w+=.@*-]*[\\w+=.@-]{3}[\\w+=.@*-]*',
  constraintDescription: 'the name of a role without path, with * for any characters and three others or more',
} as const;

export const findingAdoptedExports = {
  name: 'findingAdoptedExports',
  type: 'List<String>',
  kind: 'region',
  default: [],
  allowedPattern: '[a-z]{2,}(-[a-z]+)+-\\d+',
  constraintDescription: 'a region such as eu-west-1',
} as const;

export const findingArchiveAfterDays = {
  name: 'findingArchiveAfterDays',
  type: 'Number',
  default: 90,
  minValue: 1,
  unit: 'days',
} as const;

export const findingExpireAfterDays = {
  name: 'findingExpireAfterDays',
  type: 'Number',
  default: 2557,
  minValue: 2,
  unit: 'days',
  moreThan: 'findingArchiveAfterDays',
} as const;

export const findingSeverity = {
  name: 'findingSeverity',
  type: 'Number',
  default: 7,
  minValue: 0,
  maxValue: 10,
} as const;

export const findingSources = {
  name: 'findingSources',
  type: 'List<String>',
  default: ['guardduty', 'config'],
  allowedValues: ['guardduty', 'security-hub', 'access-analyzer', 'config'],
} as const;

export const findingStartHours = {
  name: 'findingStartHours',
  type: 'Number',
  default: 24,
  minValue: 0,
  maxValue: 168,
  unit: 'hours',
} as const;

export const findingTypes = {
  name: 'findingTypes',
  type: 'List<String>',
  default: [],
  allowedPattern: '[^\\s,]{1,200}',
  constraintDescription: 'the beginning of a type without blanks and commas, such as Trojan:*',
} as const;

export const flowLogAggregationSeconds = {
  name: 'flowLogAggregationSeconds',
  type: 'Number',
  default: 600,
  allowedValues: [60, 600],
  unit: 'seconds',
} as const;

export const flowLogAlarmTopic = {
  name: 'flowLogAlarmTopic',
  type: 'String',
  default: '',
} as const;

export const flowLogArchiveAfterDays = {
  name: 'flowLogArchiveAfterDays',
  type: 'Number',
  default: 90,
  minValue: 1,
  unit: 'days',
} as const;

export const flowLogDestinations = {
  name: 'flowLogDestinations',
  type: 'List<String>',
  default: ['s3', 'cloud-watch-logs'],
  allowedValues: ['s3', 'cloud-watch-logs'],
} as const;

export const flowLogEncryption = {
  name: 'flowLogEncryption',
  type: 'String',
  default: 's3',
  allowedValues: ['s3', 'kms'],
} as const;

export const flowLogExpireAfterDays = {
  name: 'flowLogExpireAfterDays',
  type: 'Number',
  default: 365,
  minValue: 2,
  unit: 'days',
  moreThan: 'flowLogArchiveAfterDays',
} as const;

export const flowLogGroupRetentionDays = {
  name: 'flowLogGroupRetentionDays',
  type: 'Number',
  kind: 'logRetention',
  default: 30,
  allowedValues: [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653],
  unit: 'days',
} as const;

export const flowLogSchedule = {
  name: 'flowLogSchedule',
  type: 'String',
  kind: 'schedule',
  default: 'rate(1 day)',
  allowedPattern: 'rate\\((1 (minute|hour|day)|([2-9]|[1-9]\\d+) (minutes|hours|days))\\)|cron\\(\\S+ \\S+ (\\? \\S+ [^?\\s]+|[^?\\s]+ \\S+ \\?) \\S+\\)',
  constraintDescription: 'a schedule such as rate(1 day) or cron(0 3 * * ? *)',
} as const;

export const flowLogTrafficType = {
  name: 'flowLogTrafficType',
  type: 'String',
  default: 'ALL',
  allowedValues: ['ALL', 'ACCEPT', 'REJECT'],
} as const;

export const globalConfigRegion = {
  name: 'globalConfigRegion',
  type: 'String',
  kind: 'region',
  default: '',
  allowedPattern: '[a-z]{2,}(-[a-z]+)+-\\d+',
  constraintDescription: 'a region such as eu-west-1',
} as const;

export const governedRegions = {
  name: 'governedRegions',
  type: 'List<String>',
  kind: 'region',
  default: ['us-east-1'],
  allowedPattern: '[a-z]{2,}(-[a-z]+)+-\\d+',
  constraintDescription: 'a region such as eu-west-1',
} as const;

export const guardDutyFeatures = {
  name: 'guardDutyFeatures',
  type: 'List<String>',
  default: ['S3_DATA_EVENTS', 'EKS_AUDIT_LOGS', 'EBS_MALWARE_PROTECTION', 'RDS_LOGIN_EVENTS', 'RDS_LOGIN_EVENTS=leave@ap-east-2', 'LAMBDA_NETWORK_LOGS'],
} as const;

export const guardDutyMembers = {
  name: 'guardDutyMembers',
  type: 'String',
  allowedValues: ['declared', 'all'],
} as const;

export const guardDutyMembership = {
  name: 'guardDutyMembership',
  type: 'String',
  default: 'organization',
  allowedValues: ['organization', 'invitation'],
} as const;

export const guardDutyPublishingFrequency = {
  name: 'guardDutyPublishingFrequency',
  type: 'String',
  default: 'FIFTEEN_MINUTES',
  allowedValues: ['FIFTEEN_MINUTES', 'ONE_HOUR', 'SIX_HOURS'],
} as const;

export const harvestSchedule = {
  name: 'harvestSchedule',
  type: 'String',
  kind: 'schedule',
  default: 'rate(1 hour)',
  allowedPattern: 'rate\\((1 (minute|hour|day)|([2-9]|[1-9]\\d+) (minutes|hours|days))\\)|cron\\(\\S+ \\S+ (\\? \\S+ [^?\\s]+|[^?\\s]+ \\S+ \\?) \\S+\\)',
  constraintDescription: 'a schedule such as rate(1 day) or cron(0 3 * * ? *)',
} as const;

export const homeRegion = {
  name: 'homeRegion',
  type: 'String',
  kind: 'region',
  default: 'us-east-1',
  allowedPattern: '[a-z]{2,}(-[a-z]+)+-\\d+',
  constraintDescription: 'a region such as eu-west-1',
} as const;

export const knownNetworksFile = {
  name: 'knownNetworksFile',
  type: 'String',
} as const;

export const logArchiveAccount = {
  name: 'logArchiveAccount',
  type: 'String',
  kind: 'accountId',
  allowedPattern: '\\d{12}',
  constraintDescription: 'an account id of 12 digits',
} as const;

export const logRetentionDays = {
  name: 'logRetentionDays',
  type: 'Number',
  kind: 'logRetention',
  default: 365,
  allowedValues: [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653],
  unit: 'days',
} as const;

export const managementAccount = {
  name: 'managementAccount',
  type: 'String',
  kind: 'accountId',
  allowedPattern: '\\d{12}',
  constraintDescription: 'an account id of 12 digits',
} as const;

export const onRemoval = {
  name: 'onRemoval',
  type: 'String',
  kind: 'onRemoval',
  default: 'keep',
  allowedValues: ['keep', 'disable'],
} as const;

export const optInExclusions = {
  name: 'optInExclusions',
  type: 'List<String>',
  kind: 'regionWithAccounts',
  default: [],
  allowedPattern: '[a-z]{2,}(-[a-z]+)+-\\d+=([A-Za-z0-9]+(,[A-Za-z0-9]+)*)?',
  constraintDescription: 'a region with accounts, such as me-south-1=SandboxAccount,TestAccount',
} as const;

export const removedCapabilities = {
  name: 'removedCapabilities',
  type: 'List<String>',
  default: [],
  allowedPattern: '[a-z][a-z0-9-]*',
  constraintDescription: 'the name of a folder of templates, such as flow-logs',
} as const;

export const reportArchiveAfterDays = {
  name: 'reportArchiveAfterDays',
  type: 'Number',
  default: 30,
  minValue: 1,
  unit: 'days',
} as const;

export const reportBucketNamespace = {
  name: 'reportBucketNamespace',
  type: 'String',
  default: 'account-regional',
  allowedValues: ['account-regional', 'global'],
} as const;

export const reportBucketSuffix = {
  name: 'reportBucketSuffix',
  type: 'String',
  default: '',
  allowedPattern: '-[a-z0-9]+',
  constraintDescription: 'a hyphen, letters and digits, such as -x7',
} as const;

export const reportExpireAfterDays = {
  name: 'reportExpireAfterDays',
  type: 'Number',
  default: 365,
  minValue: 2,
  unit: 'days',
  moreThan: 'reportArchiveAfterDays',
} as const;

export const reportExternalId = {
  name: 'reportExternalId',
  type: 'String',
  kind: 'externalId',
  default: 'ofn-audit-account-harvester',
  allowedPattern: '[\\w+=,.@:/-]{2,1224}',
  constraintDescription: '2 to 1224 letters, digits and any of _+=,.@:/-',
} as const;

export const reportParallel = {
  name: 'reportParallel',
  type: 'Number',
  default: 4,
  minValue: 2,
  maxValue: 1000,
} as const;

export const resourcePrefix = {
  name: 'resourcePrefix',
  type: 'String',
  kind: 'resourcePrefix',
  default: 'ofn-audit',
  allowedPattern: '[a-z][a-z0-9-]{1,18}[a-z0-9]',
  constraintDescription: 'a prefix of 3 to 20 lower-case letters, digits and hyphens',
} as const;

export const securityAccount = {
  name: 'securityAccount',
  type: 'String',
  kind: 'accountId',
  allowedPattern: '\\d{12}',
  constraintDescription: 'an account id of 12 digits',
} as const;

export const signInCommandLine = {
  name: 'signInCommandLine',
  type: 'Boolean',
  default: true,
} as const;

export const signInFailureCount = {
  name: 'signInFailureCount',
  type: 'Number',
  default: 3,
  minValue: 2,
  maxValue: 50,
  unit: 'sign-ins',
} as const;

export const signInFailureSeconds = {
  name: 'signInFailureSeconds',
  type: 'Number',
  default: 900,
  minValue: 60,
  maxValue: 86400,
  unit: 'seconds',
} as const;

export const signInFailuresPerDay = {
  name: 'signInFailuresPerDay',
  type: 'Number',
  default: 20,
  minValue: 5,
  maxValue: 200,
  unit: 'sign-ins',
} as const;

export const signInLogRetentionDays = {
  name: 'signInLogRetentionDays',
  type: 'Number',
  kind: 'logRetention',
  default: 365,
  allowedValues: [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653],
  unit: 'days',
} as const;

export const signInMfaExpected = {
  name: 'signInMfaExpected',
  type: 'List<String>',
  default: ['root', 'iam-user', 'identity-center-user'],
  allowedValues: ['root', 'iam-user', 'identity-center-user'],
} as const;

export const signInNet = {
  name: 'signInNet',
  type: 'Boolean',
  default: true,
} as const;

export const signInRegions = {
  name: 'signInRegions',
  type: 'List<String>',
  kind: 'region',
  default: ['us-east-1', 'us-east-2', 'eu-north-1', 'ap-southeast-2'],
  allowedPattern: '[a-z]{2,}(-[a-z]+)+-\\d+',
  constraintDescription: 'a region such as eu-west-1',
} as const;

export const signInSprayCount = {
  name: 'signInSprayCount',
  type: 'Number',
  default: 10,
  minValue: 3,
  maxValue: 100,
  unit: 'users or accounts',
} as const;

export const spokeReportExpireAfterDays = {
  name: 'spokeReportExpireAfterDays',
  type: 'Number',
  default: 365,
  minValue: 1,
  maxValue: 36500,
  unit: 'days',
} as const;

export const suspendedAccounts = {
  name: 'suspendedAccounts',
  type: 'String',
} as const;

export const suspendedOu = {
  name: 'suspendedOu',
  type: 'List<String>',
} as const;

export const tasksFile = {
  name: 'tasksFile',
  type: 'String',
  default: '../../organization-tasks.yml',
} as const;

export const terminationProtection = {
  name: 'terminationProtection',
  type: 'Boolean',
  default: true,
} as const;

export const threatAddressesFile = {
  name: 'threatAddressesFile',
  type: 'String',
  default: '',
} as const;

export const trailAccessLogDays = {
  name: 'trailAccessLogDays',
  type: 'Number',
  default: 365,
  minValue: 1,
  unit: 'days',
} as const;

export const trailAlarmTopic = {
  name: 'trailAlarmTopic',
  type: 'String',
  default: '',
} as const;

export const trailArchiveAfterDays = {
  name: 'trailArchiveAfterDays',
  type: 'Number',
  default: 90,
  minValue: 0,
  unit: 'days',
} as const;

export const trailDataEvents = {
  name: 'trailDataEvents',
  type: 'List<String>',
  default: [],
  allowedValues: ['s3', 'lambda'],
} as const;

export const trailEncryption = {
  name: 'trailEncryption',
  type: 'String',
  default: 'kms',
  allowedValues: ['kms', 's3'],
} as const;

export const trailExpireAfterDays = {
  name: 'trailExpireAfterDays',
  type: 'Number',
  default: 2557,
  minValue: 0,
  unit: 'days',
  moreThan: 'trailArchiveAfterDays',
} as const;

export const trailInsights = {
  name: 'trailInsights',
  type: 'Boolean',
  default: false,
} as const;

export const trailLogCopy = {
  name: 'trailLogCopy',
  type: 'Boolean',
  default: false,
} as const;

export const trailLogCopyRole = {
  name: 'trailLogCopyRole',
  type: 'Boolean',
  default: true,
} as const;

export const trailLogGroup = {
  name: 'trailLogGroup',
  type: 'String',
  default: '',
  allowedPattern: '[\\w./#-]{1,512}',
  constraintDescription: 'the name of a log group',
} as const;

export const trailLogRetentionDays = {
  name: 'trailLogRetentionDays',
  type: 'Number',
  kind: 'logRetention',
  default: 365,
  allowedValues: [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653],
  unit: 'days',
} as const;

export const trailObjectLockDays = {
  name: 'trailObjectLockDays',
  type: 'Number',
  default: 0,
  minValue: 0,
  maxValue: 36500,
  unit: 'days',
} as const;

export const trustedAddressesFile = {
  name: 'trustedAddressesFile',
  type: 'String',
  default: '',
} as const;

export const trustedServices = {
  name: 'trustedServices',
  type: 'List<String>',
  default: ['access-analyzer.amazonaws.com', 'cloudtrail.amazonaws.com', 'config.amazonaws.com', 'config-multiaccountsetup.amazonaws.com', 'guardduty.amazonaws.com', 'malware-protection.guardduty.amazonaws.com', 'member.org.stacksets.cloudformation.amazonaws.com'],
} as const;

export const unusedAccessAnalyzer = {
  name: 'unusedAccessAnalyzer',
  type: 'Boolean',
  default: false,
} as const;

export const unusedAccessDays = {
  name: 'unusedAccessDays',
  type: 'Number',
  default: 90,
  minValue: 1,
  maxValue: 365,
  unit: 'days',
} as const;
