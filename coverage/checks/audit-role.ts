import type { AttachedPolicy } from '@aws-sdk/client-iam';
import {
  GetRoleCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import { isNamed } from '../../lambda/errors.ts';
import { collect } from '../../lambda/paging.ts';
import type { Clients } from '../../organization/types.ts';
import { ofStack } from '../repairs.ts';
import type { Row, Target, Verdict } from '../types.ts';
import { verdictOf } from './verdict.ts';

export const auditRoleRow: Row = {
  service: 'audit-role',
  capability: 'audit-role',
  title: 'The account has the audit role, which only the security account may assume',
  onWhen:
    'the role `auditRoleName` has only its three policies, and trusts only the security account, in this organization, with an external id or MFA',
  repair: ofStack,
  accounts: 'all',
  scope: 'home-region',
  expected: 'on',
  read: readAuditRole,
};

/** Suffixes of the ARNs of the policies that templates/audit-role attaches, and its inline policy. */
const attached: readonly string[] = [':aws:policy/SecurityAudit', '/job-function/ViewOnlyAccess'];
const inline = 'scanners';

interface Statement {
  Effect?: string;
  Principal?: unknown;
  Condition?: Record<string, Record<string, unknown>>;
}

/**
 * On when the account has the audit role, with its policies and no others, and with a trust policy
 * for the security account only, in this organization, with an external id or MFA.
 */
export async function readAuditRole({ clients, settings }: Target<'iam'>): Promise<Verdict> {
  const RoleName = settings.auditRoleName;
  const trust = await trustOf(clients.iam, RoleName);
  if (trust === undefined) {
    return { actual: 'off', reason: `there is no role ${RoleName}` };
  }
  const statements = statementsOf(trust);
  const open = statements.filter((statement) => isOpen(statement, settings.securityAccountId));
  return verdictOf(
    statements.some(({ Effect }) => Effect === 'Allow')
      ? undefined
      : `the role ${RoleName} has no trust policy`,
    open.length === 0
      ? undefined
      : `the role ${RoleName} trusts others than the security account, or it without an external id or MFA`,
    await lackOfAttached(clients.iam, RoleName),
    await lackOfInline(clients.iam, RoleName),
  );
}

async function trustOf(iam: Clients['iam'], RoleName: string): Promise<string | undefined> {
  try {
    const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
    // IAM returns documents URL-encoded.
    return decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '');
  } catch (error) {
    if (isNamed(error, 'NoSuchEntity', 'NoSuchEntityException')) {
      return undefined;
    }
    throw error;
  }
}

function statementsOf(document: string): Statement[] {
  const { Statement = [] } = JSON.parse(document) as { Statement?: Statement | Statement[] };
  return [Statement].flat();
}

/** Whether it trusts an unexpected principal, or without a required condition. */
function isOpen({ Effect, Principal, Condition = {} }: Statement, securityId: string): boolean {
  if (Effect !== 'Allow') {
    return false;
  }
  const equal = Condition['StringEquals'] ?? {};
  const asked =
    'sts:ExternalId' in equal ||
    String(Condition['Bool']?.['aws:MultiFactorAuthPresent']).toLowerCase() === 'true';
  return !(isAccount(Principal, securityId) && 'aws:PrincipalOrgID' in equal && asked);
}

function isAccount(principal: unknown, id: string): boolean {
  if (typeof principal !== 'object' || principal === null) {
    return false;
  }
  const { AWS: names, ...others } = principal as Record<string, unknown>;
  const all = [names].flat();
  return (
    Object.keys(others).length === 0 &&
    all.length > 0 &&
    all.every((name) => name === id || String(name).endsWith(`:iam::${id}:root`))
  );
}

async function lackOfAttached(iam: Clients['iam'], RoleName: string): Promise<string | undefined> {
  const policies = await collect<AttachedPolicy>(async (Marker) => {
    const page = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName, Marker }));
    return { items: page.AttachedPolicies, next: page.IsTruncated ? page.Marker : undefined };
  });
  const arns = policies.map(({ PolicyArn = '' }) => PolicyArn);
  const missing = attached.filter((end) => !arns.some((arn) => arn.endsWith(end)));
  const surplus = arns.filter((arn) => !attached.some((end) => arn.endsWith(end)));
  return differences(RoleName, missing, surplus);
}

async function lackOfInline(iam: Clients['iam'], RoleName: string): Promise<string | undefined> {
  const names = await collect<string>(async (Marker) => {
    const page = await iam.send(new ListRolePoliciesCommand({ RoleName, Marker }));
    return { items: page.PolicyNames, next: page.IsTruncated ? page.Marker : undefined };
  });
  const missing = names.includes(inline) ? [] : [inline];
  const surplus = names.filter((name) => name !== inline);
  return differences(RoleName, missing, surplus);
}

function differences(
  role: string,
  missing: readonly string[],
  surplus: readonly string[],
): string | undefined {
  const last = (arn: string) => arn.slice(arn.lastIndexOf('/') + 1);
  const parts = [
    missing.length > 0 && `lacks ${missing.map(last).join(', ')}`,
    surplus.length > 0 && `has ${surplus.map(last).join(', ')}, which is not ours`,
  ].filter(Boolean);
  return parts.length > 0 ? `the role ${role} ${parts.join(' and ')}` : undefined;
}
