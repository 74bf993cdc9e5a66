import { ListStackSetOperationsCommand } from '@aws-sdk/client-cloudformation';
import { ListRootsCommand } from '@aws-sdk/client-organizations';
import type { Context } from './context.ts';
import type { Verdict } from './question.ts';
import { refused } from './refusal.ts';

const template = {
  Resources: { Handle: { Type: 'AWS::CloudFormation::WaitConditionHandle' } },
};

/** Of no organization's member: no account has this id in any example or list of AWS. */
export const stranger = '999999999999';

/** Targets of an operation that include no account: the members of the root that are a stranger. */
export interface EmptyTargets {
  readonly StackSetName: string;
  readonly DeploymentTargets: {
    readonly OrganizationalUnitIds: string[];
    readonly Accounts: string[];
    readonly AccountFilterType: 'INTERSECTION';
  };
  readonly Regions: string[];
}

/** Makes a stack set of the organization without instances, and asks whether an operation on no account is refused. */
export async function emptyTargetsRefused(
  { clients, makeStack, prefix, region, until, willMake }: Context,
  operate: (targets: EmptyTargets) => Promise<unknown>,
): Promise<Verdict> {
  const { Roots = [] } = await clients.organizations.send(new ListRootsCommand());
  await makeStack({
    Resources: {
      StackSet: {
        Type: 'AWS::CloudFormation::StackSet',
        Properties: {
          ...{ StackSetName: prefix, PermissionModel: 'SERVICE_MANAGED' },
          AutoDeployment: { Enabled: false },
          TemplateBody: JSON.stringify(template),
        },
      },
    },
  });
  willMake('stack-instances', prefix);
  const verdict = await refused(() =>
    operate({
      StackSetName: prefix,
      DeploymentTargets: {
        OrganizationalUnitIds: [Roots[0]?.Id ?? ''],
        ...{ Accounts: [stranger], AccountFilterType: 'INTERSECTION' },
      },
      Regions: [region],
    }),
  );
  const ended = await until(async () => {
    const { Summaries = [] } = await clients.cloudFormation.send(
      new ListStackSetOperationsCommand({ StackSetName: prefix }),
    );
    const isBusy = Summaries.some(({ Status }) => /RUNNING|QUEUED|STOPPING/.test(Status ?? ''));
    return isBusy ? undefined : Summaries.map(({ Action, Status }) => `${Action}: ${Status}`);
  }, 120);
  const operations = ended?.length ? `; operations: ${ended.join(', ')}` : '';
  return { ...verdict, said: `${verdict.said}${operations}` };
}
