import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  DeactivateMFADeviceCommand,
  DeleteAccessKeyCommand,
  DeleteRoleCommand,
  DeleteUserCommand,
  DeleteVirtualMFADeviceCommand,
  EnableMFADeviceCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { isDenied } from '../../lambda/errors.ts';
import type { Credentials } from '../../organization/roles.ts';
import type { World } from '../scenario.ts';
import { sessionsOf } from '../sessions.ts';

/** How a role is assumed. */
export interface Caller {
  readonly credentials: Credentials;
  readonly externalId?: string;
  readonly serialNumber?: string;
  readonly code?: string;
}

const stsOf = ({ rehearsal, settings }: World, credentials: Credentials): STSClient =>
  new STSClient({
    endpoint: rehearsal.aws.endpoint,
    region: settings.homeRegion,
    credentials,
    maxAttempts: 1,
  });

const given = (found: {
  AccessKeyId?: string | undefined;
  SecretAccessKey?: string | undefined;
  SessionToken?: string | undefined;
}): Credentials => ({
  accessKeyId: found.AccessKeyId ?? '',
  secretAccessKey: found.SecretAccessKey ?? '',
  ...(found.SessionToken ? { sessionToken: found.SessionToken } : {}),
});

/** The credentials of the role; undefined when STS says AccessDenied. Other errors are thrown. */
export async function assume(
  world: World,
  roleArn: string,
  { credentials, externalId, serialNumber, code }: Caller,
): Promise<Credentials | undefined> {
  const sts = stsOf(world, credentials);
  try {
    const { Credentials: found = {} } = await sts.send(
      new AssumeRoleCommand({
        RoleArn: roleArn,
        RoleSessionName: 'rehearsal',
        ExternalId: externalId,
        SerialNumber: serialNumber,
        TokenCode: code,
      }),
    );
    return given(found);
  } catch (error) {
    if (isDenied(error)) {
      return undefined;
    }
    throw error;
  } finally {
    sts.destroy();
  }
}

/** The role that scans, as Fargate hands it to a job; what it does is judged by its policies. */
export async function scanner({ rehearsal, settings }: World): Promise<Credentials> {
  const { homeRegion, resourcePrefix, securityAccountId } = settings;
  return (await rehearsal.aws.control('POST', '/sessions', {
    service: 'ecs-tasks.amazonaws.com',
    roleArn: `arn:aws:iam::${securityAccountId}:role/${resourcePrefix}-security-audit`,
    sourceArn: `arn:aws:ecs:${homeRegion}:${securityAccountId}:task/rehearsal`,
  })) as Credentials;
}

/** The role by which org-formation works in an account: one like any other there. */
export async function someRole(world: World, accountId: string): Promise<Credentials> {
  const arn = `arn:aws:iam::${accountId}:role/OrganizationAccountAccessRole`;
  const { credentials } = world.rehearsal.seeded;
  const found = await assume(world, arn, { credentials });
  if (!found) {
    throw new Error(`expected that the management account assumes ${arn}, got AccessDenied`);
  }
  return found;
}

/** A role of the security account that is not named: `auditScanners` may name the other one. */
export async function makeRole(
  world: World,
  RoleName: string,
): Promise<{ credentials: Credentials; remove(): Promise<void> }> {
  const { rehearsal, settings } = world;
  const { securityAccountId, homeRegion } = settings;
  const { iam } = (await sessionsOf(rehearsal).open(securityAccountId)).clients(homeRegion);
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { AWS: securityAccountId },
      Action: 'sts:AssumeRole',
    },
  });
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  const arn = `arn:aws:iam::${securityAccountId}:role/${RoleName}`;
  const credentials = await assume(world, arn, {
    credentials: await someRole(world, securityAccountId),
  });
  if (!credentials) {
    throw new Error(`expected that the security account assumes ${arn}, got AccessDenied`);
  }
  return {
    credentials,
    async remove() {
      await iam.send(new DeleteRoleCommand({ RoleName }));
    },
  };
}

/** An IAM user of the security account. */
export interface Person {
  readonly key: Credentials;
  readonly serialNumber: string;
  /** A session for which the code was said. */
  session(code: string): Promise<Credentials>;
  remove(): Promise<void>;
}

export async function makePerson(world: World, UserName: string): Promise<Person> {
  const { rehearsal, settings } = world;
  const { iam } = (await sessionsOf(rehearsal).open(settings.securityAccountId)).clients(
    settings.homeRegion,
  );
  await iam.send(new CreateUserCommand({ UserName }));
  const { AccessKey = {} } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  const { VirtualMFADevice } = await iam.send(
    new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: UserName }),
  );
  const SerialNumber = VirtualMFADevice?.SerialNumber ?? '';
  await iam.send(
    new EnableMFADeviceCommand({
      ...{ UserName, SerialNumber },
      ...{ AuthenticationCode1: '000001', AuthenticationCode2: '000002' },
    }),
  );
  const key = given(AccessKey);
  return {
    key,
    serialNumber: SerialNumber,
    async session(TokenCode) {
      const sts = stsOf(world, key);
      const { Credentials: found = {} } = await sts.send(
        new GetSessionTokenCommand({ SerialNumber, TokenCode }),
      );
      sts.destroy();
      return given(found);
    },
    async remove() {
      await iam.send(new DeactivateMFADeviceCommand({ UserName, SerialNumber }));
      await iam.send(new DeleteVirtualMFADeviceCommand({ SerialNumber }));
      await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId: key.accessKeyId }));
      await iam.send(new DeleteUserCommand({ UserName }));
    },
  };
}
