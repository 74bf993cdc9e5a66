import type {
  Account,
  AccountSession,
  Clients,
  Sessions,
  Settings,
} from '../../organization/types.ts';

export interface Sent {
  name: string;
  input: Record<string, unknown>;
}

/** A client that answers with what `answer` returns, and remembers what was sent. */
export interface FakeClient {
  sent: Sent[];
  send(command: object): Promise<unknown>;
}

export function fakeClient(answer: (sent: Sent) => unknown): FakeClient {
  const sent: Sent[] = [];
  return {
    sent,
    async send(command) {
      const input = 'input' in command ? (command.input as Sent['input']) : {};
      const one = { name: command.constructor.name, input };
      sent.push(one);
      return answer(one);
    },
  };
}

/** Answers each command with the next page of its list; a page that is an error is thrown. */
export function fakePages(pages: Record<string, readonly unknown[]>): FakeClient {
  const next = new Map<string, number>();
  return fakeClient(({ name }) => {
    const index = next.get(name) ?? 0;
    next.set(name, index + 1);
    const page = pages[name]?.[index];
    if (page instanceof Error) {
      throw page;
    }
    if (page === undefined) {
      throw new Error(`no answer to call ${index + 1} of ${name}`);
    }
    return page;
  });
}

/** An error as the AWS SDK throws it. */
export function awsError(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

/** Clients of which only the given ones can be used. */
export function fakeClients(clients: { [Name in keyof Clients]?: FakeClient }): Clients {
  return clients as Clients;
}

export const settings: Settings = {
  resourcePrefix: 'ofn-audit',
  homeRegion: 'us-east-1',
  governedRegions: ['us-east-1', 'eu-west-1'],
  managementAccountId: '111111111111',
  securityAccountId: '222222222222',
  logArchiveAccountId: '333333333333',
  guardDutyMembership: 'organization',
  flowLogDestinations: ['s3', 'cloud-watch-logs'],
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

/** Sessions that open every account with the same clients, unless `open` says otherwise. */
export function fakeSessions(
  clients: { [Name in keyof Clients]?: FakeClient } = {},
  open: (accountId: string) => void = () => undefined,
): Sessions & { opened: string[] } {
  const account = fakeClient(() => ({ Regions: [] }));
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
