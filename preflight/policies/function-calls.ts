import type { Subject } from '../subject.ts';
import { type Asked, arnOfRole } from './deployment-denials.ts';

/** Roles with which functions of this project call every governed region of an account. */
const functionRoles: readonly {
  readonly capability: string;
  /** Of the name, after the prefix. */
  readonly role: string;
  /** With the forms of their resources. */
  readonly actions: Readonly<Record<string, readonly string[]>>;
}[] = [
  // templates/flow-logs/roles.yml
  {
    capability: 'flow-logs',
    role: 'flow-logs',
    actions: {
      'ec2:DescribeVpcs': [],
      'ec2:DescribeFlowLogs': [],
      'ec2:CreateFlowLogs': ['arn:${Partition}:ec2:${Region}:${Account}:vpc/${VpcId}'],
    },
  },
  // templates/config-recorder/roles.yml
  {
    capability: 'config-recorder',
    role: 'config-setup',
    actions: { 'config:DescribeConfigurationRecorderStatus': [] },
  },
];

/** What functions ask for in the accounts that get their roles. */
export function* functionCalls(
  { snapshot, wanted, capabilities }: Subject,
  { prefix, regions }: { readonly prefix: string; readonly regions: readonly string[] },
): Generator<Asked> {
  const partition = snapshot.caller.arn.split(':')[1] ?? 'aws';
  const byId = new Map(snapshot.accounts.map((account) => [account.Id, account]));
  const roles = new Map(
    functionRoles.map((one) => [`${one.capability} ${prefix}-${one.role}`, one]),
  );
  for (const { capability, type, name, accountId } of wanted) {
    const role = type === 'AWS::IAM::Role' && roles.get(`${capability} ${name}`);
    const account = byId.get(accountId);
    if (!role || !account || !capabilities.has(capability)) {
      continue;
    }
    for (const region of regions) {
      yield {
        ...{ account, region, signature: name },
        roleArn: arnOfRole(partition, account, name),
        calls: () =>
          Object.entries(role.actions).map(([action, resources]) => ({
            ...{ action, accountId, region, resources, keys: [], names: {} },
            isOfCloudFormation: false,
          })),
      };
    }
  }
}
