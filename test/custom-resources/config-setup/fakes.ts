import type { ConfigServiceClient } from '@aws-sdk/client-config-service';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { Account, OrganizationsClient } from '@aws-sdk/client-organizations';
import type { STSClient } from '@aws-sdk/client-sts';
import type { Dependencies } from '../../../custom-resources/config-setup/access.ts';
import { type Answer, type Answers, awsError, fakeClient } from '../../doubles/aws-client.ts';
import { sampleEvent } from '../../doubles/custom-resource.ts';

type Responses = Answers;

interface World {
  /** Pages of ListAccounts. */
  accounts: Answer[];
  managementId?: string;
  /** What AssumeRole throws, by account: always, or the first times. */
  doors?: Readonly<Record<string, Error | Error[]>>;
  /** Answers of IAM, by account. */
  iam?: Readonly<Record<string, Responses>>;
  /** Answers of AWS Config, by account and region. */
  config?: Readonly<Record<string, Responses>>;
}

export const active = (Id: string, Name = 'Sandbox'): Account => ({ Id, Name, State: 'ACTIVE' });

/** What a recorder that records makes DescribeConfigurationRecorderStatus report. */
export const recording: Responses = {
  DescribeConfigurationRecorderStatus: [
    { ConfigurationRecordersStatus: [{ name: 'default', recording: true }] },
  ],
};

/** An organization whose accounts answer as given; sends are noted with account and region. */
export function setUp({ accounts, managementId, doors = {}, iam = {}, config = {} }: World) {
  const organizations = fakeClient<OrganizationsClient>({
    ListAccounts: accounts,
    DescribeOrganization: [{ Organization: { MasterAccountId: managementId } }],
  });
  const sent: string[] = [];
  const assumed: object[] = [];
  const clients = new Map<string, { send(command: object): Promise<object> }>();
  // One client a place, so that its answers continue where they were when it is asked again.
  const clientOf = <Client>(place: string, responses: Responses | undefined) => {
    const known =
      clients.get(place) ??
      fakeClient<{ send(command: object): Promise<object> }>(responses ?? {}).client;
    clients.set(place, known);
    const send = (command: object) => {
      sent.push(`${place} ${command.constructor.name.replace(/Command$/, '')}`);
      return known.send(command);
    };
    return { send } as unknown as Client;
  };
  const sts = {
    async send({ input }: { input: { RoleArn: string } }) {
      assumed.push(input);
      const accountId = input.RoleArn.split(':')[4] ?? '';
      const door = doors[accountId];
      const shut = Array.isArray(door) ? door.shift() : door;
      if (shut) {
        throw shut;
      }
      return { Credentials: { AccessKeyId: accountId, SecretAccessKey: 's', SessionToken: 't' } };
    },
  };
  const dependencies: Dependencies = {
    organizations: organizations.client,
    sts: sts as unknown as Pick<STSClient, 'send'>,
    partition: 'aws',
    roleName: 'audit-config-setup',
    clientsOf: ({ accessKeyId: accountId }) => ({
      iam: () => clientOf<Pick<IAMClient, 'send'>>(accountId, iam[accountId]),
      config: (region) => {
        const place = `${accountId} ${region}`;
        return clientOf<Pick<ConfigServiceClient, 'send'>>(place, config[place]);
      },
    }),
  };
  return { dependencies, sent, assumed, organizations: organizations.commands };
}

export const denied: Error = awsError('AccessDenied', 'not authorized to perform: sts:AssumeRole');

/** Twelve digits, in order. */
export const idAt = (index: number): string => String(100_000_000_000 + index);

/** Custom::ConfigRecorders is created for two regions, unless `properties` names others. */
export const create = (properties: object = {}) =>
  sampleEvent('create', {
    ResourceProperties: { Regions: ['eu-west-1', 'us-east-1'], ...properties },
  });

/** The answer of Custom::ConfigRecorders that looked at so many accounts and places. */
export const success = (AccountCount: number, PlaceCount: number) => ({
  status: 'SUCCESS',
  reason: 'stream',
  physicalId: 'config-recorders',
  data: { AccountCount, PlaceCount },
});
