import type { SessionCredentials } from './accounts.ts';
import { CredentialsError } from './errors.ts';

/**
 * The credentials of a function's role, which Lambda sets in the environment of its sandbox. They
 * have no expiration, so that a client reads them once: Lambda ends a sandbox before they expire. The
 * build replaces the SDK's chain of providers by this: the chain also contains sign-in of users, files
 * and other services, none of which a function has.
 *
 * @throws CredentialsError when there are none
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
 */
export function lambdaCredentials(
  env: Readonly<Record<string, string | undefined>>,
): SessionCredentials {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env;
  if (!accessKeyId || !secretAccessKey) {
    throw new CredentialsError(
      'The environment has no AWS_ACCESS_KEY_ID with AWS_SECRET_ACCESS_KEY, in which Lambda sets ' +
        "those of the function's role: a bundle of a function runs in Lambda only",
    );
  }
  const { AWS_SESSION_TOKEN: sessionToken } = env;
  return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
}

/** Has the name with which the SDK's clients import their provider. */
export const defaultProvider = () => async () => lambdaCredentials(process.env);
