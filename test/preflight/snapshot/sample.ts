import type { AccountSnapshot, PlaceSnapshot, Snapshot, StackSnapshot } from 'ofn-rehearse';
import { keyOf } from '../../../preflight/snapshot/templates.ts';

export const stack = (fields: Partial<StackSnapshot> = {}): StackSnapshot => ({
  StackName: 'app',
  StackId: 'arn:aws:cloudformation:us-east-1:222222222222:stack/app/0a1b',
  StackStatus: 'CREATE_COMPLETE',
  CreationTime: '2026-01-01T00:00:00.000Z',
  EnableTerminationProtection: true,
  Parameters: {},
  Outputs: {},
  Tags: {},
  resources: [],
  ...fields,
});

export const place = (fields: Partial<PlaceSnapshot> = {}): PlaceSnapshot => ({
  region: 'us-east-1',
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
  ...fields,
});

export const account = (fields: Partial<AccountSnapshot> = {}): AccountSnapshot => ({
  Id: '222222222222',
  Name: 'Acme Payments',
  Email: 'payments@acme.test',
  state: 'ACTIVE',
  JoinedMethod: 'CREATED',
  parentId: 'ou-ab12-11111111',
  tags: {},
  regionOptStatus: {},
  roles: [],
  buckets: [],
  places: [],
  unread: {},
  ...fields,
});

/** An organization of two accounts in one region. */
export const snapshot = (fields: Partial<Snapshot> = {}): Snapshot => ({
  format: 1,
  takenAt: '2026-01-02T03:04:05.000Z',
  homeRegion: 'us-east-1',
  regions: ['us-east-1'],
  caller: {
    accountId: '111111111111',
    arn: 'arn:aws:sts::111111111111:assumed-role/Admin/jane',
    roleName: 'OrganizationAccountAccessRole',
  },
  organization: {
    Id: 'o-a1b2c3d4e5',
    MasterAccountId: '111111111111',
    MasterAccountEmail: 'main@acme.test',
    FeatureSet: 'ALL',
    rootId: 'r-ab12',
    policyTypes: [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }],
    units: [{ Id: 'ou-ab12-11111111', Name: 'Acme Apps', parentId: 'r-ab12', tags: {} }],
    policies: [],
    trustedServices: [],
    delegatedAdministrators: [],
    handshakes: [],
    accountRequests: [],
    unread: {},
  },
  accounts: [
    account({ Id: '111111111111', Name: 'Acme', Email: 'main@acme.test', parentId: 'r-ab12' }),
    account(),
  ],
  stackSets: [],
  ...fields,
});

/** That organization with stacks of these templates in its second account. */
export function withStacks(...stacks: (Partial<StackSnapshot> & { text?: string })[]): Snapshot {
  const all = stacks.map(({ text, ...fields }) =>
    stack({ ...fields, ...(text !== undefined && { template: keyOf(text) }) }),
  );
  const texts = stacks.flatMap(({ text }) => (text === undefined ? [] : [[keyOf(text), text]]));
  const [main = account()] = snapshot().accounts;
  return snapshot({
    accounts: [main, account({ places: [place({ stacks: all })] })],
    templates: Object.fromEntries(texts),
  });
}
