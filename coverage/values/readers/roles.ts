import {
  type AttachedPolicy,
  GetRoleCommand,
  GetRolePolicyCommand,
  type IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import pMap from 'p-map';
import { collect } from '../../../lambda/paging.ts';
import { normalPolicies, normalPolicy } from '../policy-document.ts';
import type { Reader } from '../types.ts';
import { each, unless } from './each.ts';

type Iam = Pick<IAMClient, 'send'>;

const role: Reader = {
  compared: {
    AssumeRolePolicyDocument: { normal: normalPolicy },
    ManagedPolicyArns: { absent: [] },
    Policies: { absent: [], normal: normalPolicies },
    PermissionsBoundary: { absent: '' },
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html
    MaxSessionDuration: { absent: 3600 },
    Path: { absent: '/' },
  },
  skipped: { RoleName: 'it is read by it', Description: 'nothing depends on it' },
  read: each(async ({ id: RoleName }, { clients }) => {
    const { iam } = clients;
    const found = await unless(['NoSuchEntity', 'NoSuchEntityException'], () =>
      iam.send(new GetRoleCommand({ RoleName })),
    );
    if (found?.Role === undefined) {
      return undefined;
    }
    const [attached, Policies] = await Promise.all([
      attachedTo(iam, RoleName),
      inlineOf(iam, RoleName),
    ]);
    const { AssumeRolePolicyDocument, MaxSessionDuration = 3600, Path = '/' } = found.Role;
    return {
      ...{ AssumeRolePolicyDocument, MaxSessionDuration, Path, Policies },
      ManagedPolicyArns: attached.map(({ PolicyArn }) => PolicyArn),
      PermissionsBoundary: found.Role.PermissionsBoundary?.PermissionsBoundaryArn,
    };
  }),
};

const attachedTo = (iam: Iam, RoleName: string): Promise<AttachedPolicy[]> =>
  collect(async (Marker) => {
    const page = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName, Marker }));
    return { items: page.AttachedPolicies, next: page.IsTruncated ? page.Marker : undefined };
  });

async function inlineOf(iam: Iam, RoleName: string): Promise<unknown[]> {
  const names = await collect<string>(async (Marker) => {
    const page = await iam.send(new ListRolePoliciesCommand({ RoleName, Marker }));
    return { items: page.PolicyNames, next: page.IsTruncated ? page.Marker : undefined };
  });
  return pMap(names, async (PolicyName) => {
    const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
    return { PolicyName, PolicyDocument };
  });
}

export const roleReaders: Readonly<Record<string, Reader>> = {
  'AWS::IAM::Role': role,
};
