import type {
  AccountSnapshot,
  DetectorSnapshot,
  OrganizationSnapshot,
  PlaceSnapshot,
  Snapshot,
  StackSnapshot,
  TrailSnapshot,
} from 'ofn-rehearse';
import type { DeclaredAccount } from '../../organization/organization-file.ts';
import type { Finding } from '../../preflight/finding.ts';
import type { Topic } from '../../preflight/findings/kind.ts';
import type { Include, PlacedStack, Subject } from '../../preflight/subject.ts';
import { settings as defaults } from '../doubles/organization.ts';

/** The accounts of the doubles by their parts, each with the digit of its id. */
export const ids = {
  management: '111111111111',
  security: '222222222222',
  logArchive: '333333333333',
  sandbox: '444444444444',
} as const;

export const place = (region: string, more: Partial<PlaceSnapshot> = {}): PlaceSnapshot => ({
  region,
  stacks: [],
  trails: [],
  recorders: [],
  deliveryChannels: [],
  aggregators: [],
  organizationConfigRules: [],
  organizationConformancePacks: [],
  configRules: [],
  conformancePacks: [],
  guardDutyAdministrators: [],
  analyzers: [],
  named: {},
  quotas: {},
  unread: {},
  ...more,
});

export const account = (
  Id: string,
  Name: string,
  more: Partial<AccountSnapshot> = {},
): AccountSnapshot => ({
  Id,
  Name,
  Email: `${Name.toLowerCase().replaceAll(' ', '-')}@example.com`,
  state: 'ACTIVE',
  JoinedMethod: 'CREATED',
  parentId: 'r-root',
  tags: {},
  regionOptStatus: { 'us-east-1': 'ENABLED_BY_DEFAULT', 'eu-west-1': 'ENABLED_BY_DEFAULT' },
  roles: [],
  buckets: [],
  places: [place('us-east-1'), place('eu-west-1')],
  unread: {},
  ...more,
});

export const stack = (StackName: string, more: Partial<StackSnapshot> = {}): StackSnapshot => ({
  StackName,
  StackId: `arn:aws:cloudformation:us-east-1:111111111111:stack/${StackName}/1`,
  StackStatus: 'CREATE_COMPLETE',
  CreationTime: '2026-01-01T00:00:00.000Z',
  EnableTerminationProtection: false,
  Parameters: {},
  Outputs: {},
  Tags: {},
  resources: [],
  ...more,
});

/** A stack that is to be deployed. */
export const placed = (
  stackName: string,
  accountId: string,
  more: Partial<PlacedStack> = {},
): PlacedStack => ({
  ...{ capability: 'alerts', stackName, accountId, region: 'us-east-1', resources: [] },
  ...more,
});

/** A resource of a stack. */
export const resource = (ResourceType: string, PhysicalResourceId: string) => ({
  LogicalResourceId: 'Resource',
  PhysicalResourceId,
  ResourceType,
  ResourceStatus: 'CREATE_COMPLETE',
});

export const trail = (Name: string, more: Partial<TrailSnapshot> = {}): TrailSnapshot => ({
  Name,
  TrailARN: `arn:aws:cloudtrail:us-east-1:111111111111:trail/${Name}`,
  HomeRegion: 'us-east-1',
  S3BucketName: 'a-bucket',
  IncludeGlobalServiceEvents: true,
  IsMultiRegionTrail: false,
  IsOrganizationTrail: false,
  LogFileValidationEnabled: true,
  isLogging: true,
  insightTypes: [],
  ...more,
});

export const detector = (more: Partial<DetectorSnapshot> = {}): DetectorSnapshot => ({
  DetectorId: 'd1',
  Status: 'ENABLED',
  Features: [],
  Tags: {},
  exports: [],
  members: [],
  ...more,
});

const names = { management: 'Management', security: 'Security', logArchive: 'Log Archive' };

/** What is given of an account, and the places of some regions. */
type Given = Partial<AccountSnapshot> & { readonly in?: Record<string, Partial<PlaceSnapshot>> };

function accountOf(part: keyof typeof ids, given: Given = {}): AccountSnapshot {
  const { in: places = {}, ...more } = given;
  const base = account(ids[part], { ...names, sandbox: 'Sandbox' }[part], more);
  return {
    ...base,
    places: base.places.map((each) => ({ ...each, ...places[each.region] })),
  };
}

export interface Parts extends Partial<Record<keyof typeof ids, Given>> {
  readonly organization?: Partial<OrganizationSnapshot>;
  readonly snapshot?: Partial<Snapshot>;
  /** Accounts that organization.yml does not declare. */
  readonly strangers?: readonly AccountSnapshot[];
  /** Undefined, where given, while an account with a part to play is still to be made. */
  readonly settings?: Partial<NonNullable<Subject['settings']>> | undefined;
  readonly parameters?: Record<string, unknown>;
  readonly capabilities?: readonly string[];
  readonly includes?: Readonly<Record<string, Include>>;
  readonly declared?: Iterable<readonly [string, DeclaredAccount]>;
  readonly wanted?: Subject['wanted'];
  readonly stacks?: Subject['stacks'];
  readonly policies?: Subject['policies'];
  readonly deployingRole?: string;
}

const declared = (['Management', 'Security', 'LogArchive', 'Sandbox'] as const).map(
  (name, index) =>
    [`${name}Account`, { name, id: String(index + 1).repeat(12) }] as [
      string,
      { name: string; id: string },
    ],
);

/** An organization of four accounts in two regions in which nothing collides, except what is given. */
export function subjectWith(parts: Parts = {}): Subject {
  const accounts = [
    accountOf('management', parts.management),
    accountOf('security', parts.security),
    accountOf('logArchive', parts.logArchive),
    accountOf('sandbox', parts.sandbox),
    ...(parts.strangers ?? []),
  ];
  return {
    snapshot: {
      format: 1,
      takenAt: '2026-01-01T00:00:00.000Z',
      homeRegion: 'us-east-1',
      regions: ['us-east-1', 'eu-west-1'],
      caller: {
        accountId: ids.management,
        arn: 'arn:aws:iam::111111111111:user/operator',
        roleName: 'OrganizationAccountAccessRole',
      },
      organization: { ...blank, ...parts.organization },
      accounts,
      stackSets: [],
      ...parts.snapshot,
    },
    parameters: { file: 'p.yml', value: parts.parameters ?? {}, line: () => undefined },
    settings:
      'settings' in parts && !parts.settings ? undefined : { ...defaults, ...parts.settings },
    declared: new Map([...declared, ...(parts.declared ?? [])]),
    capabilities: new Set(parts.capabilities ?? []),
    ...(parts.includes && { includes: new Map(Object.entries(parts.includes)) }),
    wanted: parts.wanted ?? [],
    stacks: parts.stacks ?? [],
    policies: parts.policies ?? [],
    ...(parts.deployingRole !== undefined && { deployingRole: parts.deployingRole }),
  };
}

const blank: OrganizationSnapshot = {
  Id: 'o-example',
  MasterAccountId: ids.management,
  MasterAccountEmail: 'management@example.com',
  FeatureSet: 'ALL',
  rootId: 'r-root',
  policyTypes: [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }],
  units: [],
  policies: [],
  trustedServices: [],
  delegatedAdministrators: [],
  handshakes: [],
  accountRequests: [],
  stackSetsAccess: 'ENABLED',
  unread: {},
};

/** What a topic finds. */
export const judge = (topic: Topic, parts: Parts = {}): Finding[] => [
  ...topic.check(subjectWith(parts)),
];

/** The kinds of what a topic finds. */
export const kindsIn = (topic: Topic, parts: Parts = {}): string[] =>
  judge(topic, parts).map(({ kind }) => kind);
