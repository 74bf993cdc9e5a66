import {
  type AttachedPolicy,
  ListAttachedRolePoliciesCommand,
  ListRolesCommand,
  type Role,
} from '@aws-sdk/client-iam';
import type { RoleSnapshot } from 'ofn-rehearse';
import pMap from 'p-map';
import { collect } from '../../lambda/paging.ts';
import type { Clients } from '../../organization/types.ts';
import type { Work } from './work.ts';

type Iam = Clients['iam'];

/** Services whose linked roles the deployment needs, or makes. */
const linked = [
  'access-analyzer.amazonaws.com',
  'cloudtrail.amazonaws.com',
  'config.amazonaws.com',
  'config-conforms.amazonaws.com',
  'config-multiaccountsetup.amazonaws.com',
  'guardduty.amazonaws.com',
  'logs-centralization.observabilityadmin.amazonaws.com',
  'malware-protection.guardduty.amazonaws.com',
  'member.org.stacksets.cloudformation.amazonaws.com',
  'stacksets.cloudformation.amazonaws.com',
].map((service) => `/aws-service-role/${service}/`);

/**
 * Roles that a deployment wants, those that deploy and read, and linked ones. One list of a thousand has
 * them all in most accounts, where GetRole would be a call for each name.
 */
export async function readRoles(iam: Iam, work: Work, accountId: string): Promise<RoleSnapshot[]> {
  const wanted = new Set(
    (work.wanted.get(accountId) ?? [])
      .filter(({ type }) => type === 'AWS::IAM::Role')
      .map(({ name }) => name),
  );
  const roles = await collect<Role>(async (Marker) => {
    const page = await iam.send(new ListRolesCommand({ Marker, MaxItems: 1000 }));
    return { items: page.Roles, next: page.Marker };
  });
  const kept = roles.filter(
    ({ RoleName = '', Path = '' }) =>
      wanted.has(RoleName) || work.roleNames.has(RoleName) || linked.includes(Path),
  );
  return pMap(kept, (role) => readRole(iam, role, work), { concurrency: 4 });
}

async function readRole(
  iam: Iam,
  { RoleName = '', Path = '', AssumeRolePolicyDocument = '' }: Role,
  { detail }: Work,
): Promise<RoleSnapshot> {
  const attached = detail === 'file' ? await readAttached(iam, RoleName) : [];
  return {
    ...{ RoleName, Path },
    // IAM encodes documents as in an address: https://docs.aws.amazon.com/IAM/latest/APIReference/API_Role.html
    AssumeRolePolicyDocument: decodeURIComponent(AssumeRolePolicyDocument),
    attachedPolicyArns: attached.map(({ PolicyArn = '' }) => PolicyArn),
  };
}

function readAttached(iam: Iam, RoleName: string): Promise<AttachedPolicy[]> {
  return collect(async (Marker) => {
    const page = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName, Marker }));
    return { items: page.AttachedPolicies, next: page.Marker };
  });
}
