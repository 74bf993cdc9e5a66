import { isLiteral } from './secrets.ts';

const last = new Set(['password', 'passwd', 'pwd', 'passphrase', 'secret', 'token', 'credential']);

const lastTwo = new Set(
  ['api key', 'private key', 'secret key', 'signing key', 'shared key', 'license key']
    .concat(['encryption key', 'secret string', 'secret value', 'password hash', 'webhook url'])
    .concat(['connection string', 'user password', 'auth data', 'secret binary']),
);

/**
 * Whether what has this name is a secret by its name: `DB_PASSWORD`, `masterUserPassword`, `api-key`. A
 * name that only begins so is about one: `SecretArn`, `tokenValidity`, `passwordPolicy`.
 */
export function isSecretName(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => word.replace(/([^s])s$/, '$1'));
  const end = words.slice(-2).join(' ');
  const isSecretKey = words.slice(-3).join(' ') === 'secret access key';
  return (
    last.has(words.at(-1) ?? '') || lastTwo.has(end) || words.at(-1) === 'apikey' || isSecretKey
  );
}

// Properties of AWS whose names end so, and whose values name or describe something.
const described = new Set(['nexttoken', 'clientrequesttoken', 'clienttoken', 'idempotencytoken']);

/** Whether a value is a secret because of its name. */
export function isNamedSecret(name: string, value: string): boolean {
  return isSecretName(name) && !described.has(name.toLowerCase()) && isLiteral(value);
}
