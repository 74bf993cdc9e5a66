import type { OpenSessions } from '../../organization/clients.ts';
import type { Clients } from '../../organization/types.ts';
import { awsError, type FakeClient, fakeClient } from '../doubles/aws-client.ts';
import { accounts, asListed, fakeSessions } from '../doubles/organization.ts';

/** Answers of AWS by the name of the command. */
export type EmptyAnswers = Readonly<Record<string, object | Error>>;

const services: readonly (keyof Clients)[] = [
  'accessAnalyzer',
  'account',
  'cloudFormation',
  'cloudTrail',
  'configService',
  'guardDuty',
  'iam',
  'organizations',
  's3',
  'ssoAdmin',
  'sts',
];

/** Sessions of the four accounts of the doubles, in which nothing is, unless an answer says so. */
export function emptyOrganization(
  answers: EmptyAnswers = {},
  open?: (accountId: string) => void,
): OpenSessions & { opened: string[]; closed: () => boolean; commands: FakeClient['commands'] } {
  const all: EmptyAnswers = {
    DescribeOrganization: {
      Organization: { Id: 'o-1', MasterAccountId: '111111111111', FeatureSet: 'ALL' },
    },
    ListAccounts: { Accounts: accounts.map(asListed) },
    ListRoots: { Roots: [{ Id: 'r-1', PolicyTypes: [policies] }] },
    ListAccountsForParent: { Accounts: accounts.map(asListed) },
    GetCallerIdentity: { Arn: 'arn:aws:iam::111111111111:user/Administrator' },
    DescribeOrganizationsAccess: { Status: 'ENABLED' },
    GetObject: awsError('NoSuchBucket'),
    ...answers,
  };
  const empty = fakeClient((name) => all[name] ?? {});
  const sessions = fakeSessions(Object.fromEntries(services.map((name) => [name, empty])), open);
  let isClosed = false;
  return {
    ...sessions,
    callerAccountId: '111111111111',
    close: () => {
      isClosed = true;
    },
    closed: () => isClosed,
    commands: empty.commands,
  };
}

const policies = { Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' };
