import {
  AttachPolicyCommand,
  CreateOrganizationalUnitCommand,
  CreatePolicyCommand,
  EnableAWSServiceAccessCommand,
  EnablePolicyTypeCommand,
  ListParentsCommand,
  ListRootsCommand,
  MoveAccountCommand,
  type PolicyType,
  RegisterDelegatedAdministratorCommand,
} from '@aws-sdk/client-organizations';
import type { Seeded } from '../existing.ts';

export async function rootOf({ clients }: Seeded): Promise<string> {
  const { organizations } = await clients('ManagementAccount');
  const { Roots: [root] = [] } = await organizations.send(new ListRootsCommand({}));
  return root?.Id ?? '';
}

/** A unit with its accounts. @returns its id */
export async function createUnit(
  seeded: Seeded,
  Name: string,
  logicalNames: readonly string[],
  parentId?: string,
): Promise<string> {
  const { organizations } = await seeded.clients('ManagementAccount');
  const ParentId = parentId ?? (await rootOf(seeded));
  const { OrganizationalUnit } = await organizations.send(
    new CreateOrganizationalUnitCommand({ Name, ParentId }),
  );
  const DestinationParentId = OrganizationalUnit?.Id ?? '';
  for (const name of logicalNames) {
    const AccountId = seeded.ids[name];
    const { Parents: [from] = [] } = await organizations.send(
      new ListParentsCommand({ ChildId: AccountId }),
    );
    await organizations.send(
      new MoveAccountCommand({ AccountId, SourceParentId: from?.Id, DestinationParentId }),
    );
  }
  return DestinationParentId;
}

/** Lets services see the organization, and accounts administer them. */
export async function delegate(
  { clients, ids }: Seeded,
  services: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const { organizations } = await clients('ManagementAccount');
  for (const [ServicePrincipal, administrator] of Object.entries(services)) {
    await organizations.send(new EnableAWSServiceAccessCommand({ ServicePrincipal }));
    if (administrator !== undefined) {
      await organizations.send(
        new RegisterDelegatedAdministratorCommand({
          AccountId: ids[administrator],
          ServicePrincipal,
        }),
      );
    }
  }
}

export interface PolicyToMake {
  readonly name: string;
  readonly type: PolicyType;
  readonly content: object;
  readonly targets: readonly string[];
}

/** A policy on its targets, once its type is enabled. */
export async function createPolicy(
  seeded: Seeded,
  { name, type, content, targets }: PolicyToMake,
): Promise<void> {
  const { organizations } = await seeded.clients('ManagementAccount');
  const { Roots: [root] = [] } = await organizations.send(new ListRootsCommand({}));
  if (!root?.PolicyTypes?.some(({ Type }) => Type === type)) {
    await organizations.send(new EnablePolicyTypeCommand({ RootId: root?.Id, PolicyType: type }));
  }
  const { Policy } = await organizations.send(
    new CreatePolicyCommand({
      Name: name,
      Type: type,
      Description: '',
      Content: JSON.stringify(content),
    }),
  );
  for (const TargetId of targets) {
    const PolicyId = Policy?.PolicySummary?.Id;
    await organizations.send(new AttachPolicyCommand({ PolicyId, TargetId }));
  }
}
