import { CoverageError } from './errors.ts';

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

export function arnOfRole(caller: Caller, accountId: string, roleName: string): string {
  return `arn:${caller.partition}:iam::${accountId}:role/${roleName}`;
}

/** What AssumeRole answers, as far as it is used here. */
interface AssumedRole {
  Credentials?: {
    AccessKeyId: string | undefined;
    SecretAccessKey: string | undefined;
    SessionToken: string | undefined;
  } | undefined;
}

/** @throws CoverageError when the answer has no credentials */
export function credentialsOf({ Credentials: given }: AssumedRole): Credentials {
  if (!given?.AccessKeyId || !given.SecretAccessKey || !given.SessionToken) {
    throw new CoverageError('AssumeRole answered without credentials');
  }
  return {
    accessKeyId: given.AccessKeyId,
    secretAccessKey: given.SecretAccessKey,
    sessionToken: given.SessionToken,
  };
}
