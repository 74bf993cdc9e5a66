import { expect } from 'chai';
import fc from 'fast-check';
import { isSecretName } from '../../../preflight/snapshot/secret-names.ts';
import { withoutSecrets } from '../../../preflight/snapshot/secrets.ts';

// In parts, so that no scanner of this repository takes them for real.
const key = `wJalrXUtnFEMI/K7MDENG/${'bPxRfiCY'}EXAMPLEKEY`;
const id = `AKIA${'IOSFODNN7EXAMPLE'}`;
const hex = '0123456789abcdef0123456789abcdef';

const secrets: readonly (readonly [kind: string, text: string, clean: string])[] = [
  ['access key id', `key ${id}.`, 'key REDACTED.'],
  ['access key id', `x=ASIA${'IOSFODNN7EXAMPLE'}`, 'x=REDACTED'],
  ['secret access key', `${key}`, 'REDACTED'],
  ['session token', `FwoGZXIvYXdz${'Abc/+1234'.repeat(12)}==`, 'REDACTED'],
  ['session token', `IQoJb3JpZ2lu${'Abc/+1234'.repeat(12)}`, 'REDACTED'],
  [
    'private key',
    `a\n-----BEGIN RSA PRIVATE ${'KEY'}-----\nMIIE\nabc\n-----END RSA PRIVATE KEY-----\nb`,
    'a\nREDACTED\nb',
  ],
  ['private key', `-----BEGIN PRIVATE ${'KEY'}-----\nMIIE`, 'REDACTED'],
  ['password in a URL', 'postgres://app:hunter2@db:5432/x', 'postgres://app:REDACTED@db:5432/x'],
  [
    'secret in a URL',
    'https://x.example/a?b=1&token=abcdef12',
    'https://x.example/a?b=1&token=REDACTED',
  ],
  [
    'address of a webhook',
    'https://hooks.slack.com/services/T0/B0/x1 ',
    'https://hooks.slack.com/services/REDACTED ',
  ],
  ['JSON web token', `eyJ${'hbGciOiJI'}.eyJ${'zdWIiOiIx'}.c2lnbmF0dXJl`, 'REDACTED'],
  ['bearer token', 'Authorization: Bearer abcdef1234567890', 'Authorization: Bearer REDACTED'],
  ['token of a provider', `ghp_${'a1B2'.repeat(9)}`, 'REDACTED'],
  ['token of a provider', `glpat-${'a1B2'.repeat(5)}`, 'REDACTED'],
  ['token of a provider', `xoxb-${'123456789012-abc'}`, 'REDACTED'],
  ['token of a provider', `sk_live_${'a1B2'.repeat(6)}`, 'REDACTED'],
  ['token of a provider', `AIza${'a1B2_'.repeat(7)}`, 'REDACTED'],
  ['token of a provider', `SK${hex}`, 'REDACTED'],
  ['token of a provider', `sk-proj-${'a1B2'.repeat(6)}`, 'REDACTED'],
  ['assigned password', "const password = 'hunter2';", "const password = 'REDACTED';"],
  ['assigned password', 'export DB_PASSWORD=hunter2 x', 'export DB_PASSWORD=REDACTED x'],
  ['assigned password', 'db:\n  password: hunter2\n', 'db:\n  password: REDACTED\n'],
  ['assigned password', 'mysql --password hunter2', 'mysql --password REDACTED'],
];

const harmless = [
  'arn:aws:secretsmanager:us-east-1:111111111111:secret:db-AbCdEf',
  '{{resolve:secretsmanager:db:SecretString:password}}',
  'password: ${DbPassword}',
  'da39a3ee5e6b4b0d3255bfef95601890afd80709',
  'AROAIOSFODNN7EXAMPLE',
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  'https://console.aws.amazon.com/s3/buckets/logs?region=us-east-1&tab=objects',
  'Basic authentication of users',
  'ofn-audit-security-audit',
  'https://events.pagerduty.com/',
];

describe('a secret in a text', () => {
  for (const [index, [kind, text, clean]] of secrets.entries()) {
    it(`is redacted: ${kind} (${index})`, () => {
      expect(withoutSecrets(text)).to.deep.equal({ text: clean, kinds: [kind] });
    });
  }

  it('is not suspected where there is none', () => {
    const changed = harmless.filter((text) => withoutSecrets(text).kinds.length > 0);

    expect(changed).to.deep.equal([]);
  });

  it('is found once: what is clean stays as it is', () => {
    for (const [, text] of secrets) {
      const { text: clean } = withoutSecrets(text);

      expect(withoutSecrets(clean)).to.deep.equal({ text: clean, kinds: [] });
    }
  });

  it('is found wherever it stands', () => {
    const around = fc.stringMatching(/^[a-z .,;:!]{0,20}$/);
    const secret = fc.constantFrom(id, `ghp_${'a1B2'.repeat(9)}`, `xoxb-${'123456789012-abc'}`);
    fc.assert(
      fc.property(around, secret, around, (before, one, after) => {
        expect(withoutSecrets(`${before} ${one} ${after}`).text).not.to.contain(one);
      }),
    );
  });
});

describe('a name', () => {
  const named = (names: readonly string[]) => names.filter(isSecretName);

  it('gives a secret away by its end', () => {
    const all = [
      'DB_PASSWORD',
      'masterUserPassword',
      'api-key',
      'APIKey',
      'SecretString',
      '/db/token',
    ].concat(['clientSecret', 'GITHUB_TOKENS', 'AWS_SECRET_ACCESS_KEY', 'signing_key']);

    expect(named(all)).to.deep.equal(all);
  });

  it('is of something about a secret otherwise', () => {
    const all = [
      'SecretArn',
      'tokenValidityUnits',
      'PasswordPolicy',
      'MinimumPasswordLength',
      'KeyId',
    ]
      .concat(['SecretId', 'codeKey', 'auditExternalId', 'resourcePrefix', 'SecretStringTemplate'])
      .concat(['GenerateStringKey', 'monkey', 'S3Key', 'KmsKey', 'Description']);

    expect(named(all)).to.deep.equal([]);
  });
});
