import path from 'node:path';

/** The environment of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The caller's variables that a scanner gets: how to reach AWS, but no credentials. */
const inherited = new Set([
  'PATH',
  'LANG',
  'LC_ALL',
  'TZ',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'AWS_CA_BUNDLE',
  'REQUESTS_CA_BUNDLE',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'AWS_USE_FIPS_ENDPOINT',
  'AWS_USE_DUALSTACK_ENDPOINT',
]);

/** These exist per service: AWS_ENDPOINT_URL_S3. */
const endpoint = /^AWS_ENDPOINT_URL(_[A-Z0-9_]+)?$/;

/** The variables with which a scanner finds its credentials. */
export type CredentialVariables = Readonly<Record<string, string>>;

/**
 * The environment of a scanner: an allow-list, so that it has no credentials of the caller, and none
 * in files are found.
 * @param home an empty folder
 */
export function scannerEnvironment(
  from: Environment,
  { home, region, credentials }: { home: string; region: string; credentials: CredentialVariables },
): Record<string, string> {
  const kept = Object.entries(from).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && (inherited.has(entry[0]) || endpoint.test(entry[0])),
  );
  const none = path.join(home, 'none');
  return {
    ...Object.fromEntries(kept),
    ...{ HOME: home, TMPDIR: home, AWS_REGION: region, AWS_DEFAULT_REGION: region },
    ...{ AWS_CONFIG_FILE: none, AWS_SHARED_CREDENTIALS_FILE: none, BOTO_CONFIG: none },
    ...{ AWS_EC2_METADATA_DISABLED: 'true', PYTHONUNBUFFERED: '1', PYTHONUTF8: '1' },
    ...credentials,
  };
}
