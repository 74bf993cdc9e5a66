import type { STSClient } from '@aws-sdk/client-sts';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { codeOf, describeError } from '../lambda/errors.ts';
import { CoverageError, CredentialsError } from './errors.ts';

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** Whose credentials were given. */
export interface Caller {
  accountId: string;
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  partition: string;
}

/** @throws CredentialsError when the credentials do not work */
export async function identify(sts: Pick<STSClient, 'send'>): Promise<Caller> {
  try {
    const { Account: accountId = '', Arn: arn = '' } = await sts.send(
      new GetCallerIdentityCommand(),
    );
    return { accountId, partition: arn.split(':')[1] ?? 'aws' };
  } catch (error) {
    const what = describeError(error);
    const message = isConnectionError(error)
      ? `AWS does not answer (${what}): check AWS_ENDPOINT_URL and the network`
      : `The AWS credentials do not work (${what}): set AWS_PROFILE, or sign in again, ` +
        'with an identity of the management account';
    throw new CredentialsError(message, { cause: error });
  }
}

/** Node.js gives errors of the connection a code, such as ECONNREFUSED. */
function isConnectionError(error: unknown): boolean {
  return /^E[A-Z_]+$/.test(codeOf(error) ?? '');
}

/**
 * Credentials of a role in another account. They last an hour, which is as long as
 * AWS allows when one role assumes another.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html
 */
export async function assumeRole(
  sts: Pick<STSClient, 'send'>,
  caller: Caller,
  accountId: string,
  roleName: string,
): Promise<Credentials> {
  const RoleArn = `arn:${caller.partition}:iam::${accountId}:role/${roleName}`;
  const { Credentials: given } = await sts.send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName: 'ofn-audit-coverage' }),
  );
  if (!given?.AccessKeyId || !given.SecretAccessKey || !given.SessionToken) {
    throw new CoverageError(`AssumeRole of ${RoleArn} answered without credentials`);
  }
  return {
    accessKeyId: given.AccessKeyId,
    secretAccessKey: given.SecretAccessKey,
    sessionToken: given.SessionToken,
  };
}
