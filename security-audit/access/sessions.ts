import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  type Credentials as Given,
  type STSClient,
} from '@aws-sdk/client-sts';
import { describeError } from '../../lambda/errors.ts';
import { CredentialsError } from '../../organization/errors.ts';
import { AuditError } from '../errors.ts';

/** Credentials that expire. */
export interface Session {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  expiration: Date;
}

/** The owner of the credentials of the run. */
export interface Caller {
  accountId: string;
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  partition: string;
  /** A role: one that it assumes in turn is chained. */
  isRole: boolean;
}

type Sts = Pick<STSClient, 'send'>;

/** Seconds. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export const sessionLimits = { least: 900, most: 43_200, chained: 3_600 } as const;

/** Twelve hours, of the 36 that an IAM user may request: a run of many accounts takes long. */
const mfaSessionSeconds = 43_200;

/** @throws CredentialsError when the credentials do not work */
export async function identifyCaller(sts: Sts): Promise<Caller> {
  try {
    const { Account: accountId = '', Arn: arn = '' } = await sts.send(
      new GetCallerIdentityCommand(),
    );
    const [, partition = 'aws', , , , resource = ''] = arn.split(':');
    return { accountId, partition, isRole: resource.startsWith('assumed-role/') };
  } catch (error) {
    throw new CredentialsError(
      `The AWS credentials do not work (${describeError(error)}): set AWS_PROFILE, or sign in ` +
        'again, with an identity of the security account; check AWS_ENDPOINT_URL and the network',
      { cause: error },
    );
  }
}

/**
 * Maximum duration of a session: an hour for role chaining.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining
 */
export function sessionSeconds(
  requested: number,
  caller: Pick<Caller, 'isRole'>,
): { seconds: number; warning?: string } {
  const { chained } = sessionLimits;
  if (!caller.isRole || requested <= chained) {
    return { seconds: requested };
  }
  const warning =
    `sessions last ${chained} s, not ${requested} s: the caller is a role, and AWS allows an hour ` +
    'for role chaining. Longer scans continue, as their credentials are renewed';
  return { seconds: chained, warning };
}

/**
 * One session for all that follows, so that one code is enough.
 * @throws CredentialsError when AWS rejects the code, or the caller is not an IAM user
 */
export async function startMfaSession(sts: Sts, serial: string, code: string): Promise<Session> {
  try {
    const { Credentials } = await sts.send(
      new GetSessionTokenCommand({
        ...{ SerialNumber: serial, TokenCode: code, DurationSeconds: mfaSessionSeconds },
      }),
    );
    return complete(Credentials, 'GetSessionToken');
  } catch (error) {
    throw new CredentialsError(
      `No session with the MFA device ${serial} (${describeError(error)}): use the credentials of ` +
        'the IAM user whose device it is, and a code that was not used before',
      { cause: error },
    );
  }
}

export interface RoleRequest {
  partition: string;
  accountId: string;
  /** With its path, if it has one. */
  roleName: string;
  externalId?: string;
  seconds: number;
}

/** A session of a role in an account. */
export async function assumeRole(sts: Sts, request: RoleRequest): Promise<Session> {
  const { partition, accountId, roleName, externalId, seconds } = request;
  const RoleArn = `arn:${partition}:iam::${accountId}:role/${roleName}`;
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({
      ...{ RoleArn, RoleSessionName: 'ofn-audit-security-audit', DurationSeconds: seconds },
      ...(externalId && { ExternalId: externalId }),
    }),
  );
  return complete(Credentials, `AssumeRole of ${RoleArn}`);
}

function complete(given: Given | undefined, what: string): Session {
  if (!given?.AccessKeyId || !given.SecretAccessKey || !given.SessionToken || !given.Expiration) {
    throw new AuditError(`${what} returned no credentials`);
  }
  return {
    accessKeyId: given.AccessKeyId,
    secretAccessKey: given.SecretAccessKey,
    sessionToken: given.SessionToken,
    expiration: given.Expiration,
  };
}
