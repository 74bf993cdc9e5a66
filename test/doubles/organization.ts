import type {
  Account,
  AccountSession,
  Clients,
  Sessions,
  Settings,
} from '../../organization/types.ts';
import { type FakeClient, fakeClient } from './aws-client.ts';

type Fakes = { [Name in keyof Clients]?: FakeClient };

/** Clients of which only the given ones can be used. */
export function fakeClients(fakes: Fakes): Clients {
  const clients = Object.entries(fakes).map(([name, { client }]) => [name, client]);
  return Object.fromEntries(clients);
}

export const settings: Settings = {
  resourcePrefix: 'ofn-audit',
  trailLogGroup: '',
  trailLogCopy: false,
  signInNet: true,
  alertTopic: '',
  trailAlarmTopic: '',
  homeRegion: 'us-east-1',
  governedRegions: ['us-east-1', 'eu-west-1'],
  managementAccountId: '111111111111',
  securityAccountId: '222222222222',
  logArchiveAccountId: '333333333333',
  guardDutyMembership: 'organization',
  guardDutyFeatures: [
    'S3_DATA_EVENTS',
    'RUNTIME_MONITORING=off',
    'S3_DATA_EVENTS=leave@eu-north-1',
  ],
  guardDutyPublishingFrequency: 'FIFTEEN_MINUTES',
  flowLogDestinations: ['s3', 'cloud-watch-logs'],
  flowLogTrafficType: 'ALL',
  flowLogAggregationSeconds: 600,
  signInRegions: ['us-east-1', 'us-east-2', 'eu-west-1', 'eu-north-1', 'ap-southeast-2'],
  findingSources: ['guardduty', 'config'],
  findingAdoptedExports: [],
  reportBucketSuffix: '',
  reportBucketNamespace: 'account-regional',
  auditRoleName: 'AssumableSecurityAuditRole',
  globalConfigRegion: 'us-east-1',
  configExcludedResourceTypes: [],
  configAdoptedAccountIds: [],
  configExcludedAccountIds: [],
  configAggregatorRegions: 'governed',
  configRules: [],
  conformancePacks: [],
  trustedAccessPrincipals: ['cloudtrail.amazonaws.com', 'guardduty.amazonaws.com'],
  delegatedAdministratorPrincipals: ['config.amazonaws.com'],
};

export const accounts: readonly Account[] = [
  {
    id: '111111111111',
    name: 'Management',
    email: 'aws-management@example.com',
    state: 'ACTIVE',
  },
  { id: '222222222222', name: 'Security', email: 'aws-security@example.com', state: 'ACTIVE' },
  {
    id: '333333333333',
    name: 'Log Archive',
    email: 'aws-log-archive@example.com',
    state: 'ACTIVE',
  },
  { id: '444444444444', name: 'Sandbox', email: 'aws-sandbox@example.com', state: 'ACTIVE' },
];

/** The text of an organization.yml with these accounts. */
export const organizationFile = `Organization:
${['Management', 'Security', 'LogArchive', 'Sandbox']
  .map(
    (name, index) => `  ${name}Account:
    Type: OC::ORG::Account
    Properties: { AccountName: ${name}, AccountId: '${String(index + 1).repeat(12)}' }
`,
  )
  .join('')}`;

/** An account as AWS Organizations lists it. */
export const asListed = ({ id, name, email, state }: Account) => ({
  Id: id,
  Name: name,
  Email: email,
  State: state,
});

/** Sessions that open every account with the same clients, unless `open` says otherwise. */
export function fakeSessions(
  clients: Fakes = {},
  open: (accountId: string) => void = () => undefined,
): Sessions & { opened: string[] } {
  const account = fakeClient({ ListRegions: { Regions: [] } });
  const session: AccountSession = { clients: () => fakeClients({ account, ...clients }) };
  const opened: string[] = [];
  return {
    opened,
    caller: fakeClients(clients),
    async open(accountId) {
      opened.push(accountId);
      open(accountId);
      return session;
    },
  };
}
