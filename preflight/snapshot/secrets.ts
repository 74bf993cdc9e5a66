/** What takes the place of a secret: eight letters, so that most patterns of properties still match. */
export const REDACTED = 'REDACTED';

interface Pattern {
  readonly kind: string;
  /** Global. The group `secret`, or all of it, is what is replaced. */
  readonly expression: RegExp;
  /** Whether what matches is a secret; absent where the expression says all. */
  readonly confirm?: (secret: string) => boolean;
}

/**
 * How secrets look. Formats are those of gitleaks, shortened: what is redacted without need costs less
 * than what is not. https://github.com/gitleaks/gitleaks/blob/master/config/gitleaks.toml (MIT)
 */
const patterns: readonly Pattern[] = [
  {
    kind: 'private key',
    expression:
      /-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]*-----|$)/g,
  },
  {
    kind: 'access key id',
    // AKIA and ASIA, and keys of bearer tokens and contexts; roles and users (AROA, AIDA) are not secret.
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
    expression: /(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])/g,
  },
  {
    kind: 'secret access key',
    // https://summitroute.com/blog/2018/06/20/aws_security_credential_formats/
    expression: /(?<![A-Za-z0-9/+=])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/g,
    confirm: isMixed,
  },
  {
    kind: 'session token',
    // "FwoGZXIvYXdz" is base64 of a header with "aws"; "IQoJb3JpZ2lu" of one with "origin". The embedded
    // AWS begins its tokens as moto and AWS's examples do.
    expression: /(?:FwoGZXIvYXdz|FQoGZXIvYXdz|IQoJb3JpZ2lu|AQo[A-Z])[A-Za-z0-9/+=]{40,}/g,
  },
  {
    kind: 'password in a URL',
    expression: /[a-z][a-z0-9+.-]*:\/\/[^\s/?#:@"']*:(?<secret>[^\s/@"']+)@/gi,
  },
  {
    kind: 'secret in a URL',
    expression:
      /[?&](?:[\w-]*(?:token|secret|signature|password|passwd|api_?key|access_?key)|sig|code)=(?<secret>[^&\s"'#]{6,})/gi,
  },
  { kind: 'address of a webhook', expression: webhooks() },
  { kind: 'JSON web token', expression: /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*/g },
  {
    kind: 'bearer token',
    expression: /\b(?:Bearer|Basic)\s+(?<secret>[\w.~+/=-]{16,})/g,
    confirm: (text) => /[\d=]/.test(text),
  },
  { kind: 'token of a provider', expression: providers() },
  {
    kind: 'assigned password',
    expression:
      /(?:password|passwd|pwd|passphrase|secret|token|api_?key|private_?key|access_?key)["']?\s*(?:=>|[:=])\s*(?:"(?<secret>[^"\s]{4,})"|'(?<single>[^'\s]{4,})')/gi,
    confirm: isLiteral,
  },
  {
    kind: 'assigned password',
    // As shells and .env files have them: NAME=value.
    expression:
      /\b[A-Z0-9_]*(?:PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|API_?KEY|PRIVATE_KEY|ACCESS_KEY)=(?<secret>[^\s"'`;&|]{4,})/g,
    confirm: isLiteral,
  },
  {
    kind: 'assigned password',
    // As YAML within a text, and command lines: a name and a value without quotes.
    expression:
      /(?:(?:^|[\s#])[\w-]*(?:password|passwd|passphrase|secret|token|api_?key)[ \t]*:[ \t]+|--(?:[\w-]+-)?(?:password|token|secret|api-key)[= ])(?<secret>[^\s"'{[!&*|>]\S{3,})/gim,
    confirm: isLiteral,
  },
];

function webhooks(): RegExp {
  const addresses = [
    'hooks\\.slack\\.com/(?:services|workflows|triggers)/',
    '[\\w.-]*webhook\\.office\\.com/webhookb2/',
    'discord(?:app)?\\.com/api/webhooks/',
    'events\\.pagerduty\\.com/(?:integration|x-ere)/',
    'api\\.telegram\\.org/bot',
  ];
  return new RegExp(`https://(?:${addresses.join('|')})(?<secret>[\\w./@:-]+)`, 'g');
}

function providers(): RegExp {
  const tokens = [
    'gh[pousr]_[A-Za-z0-9]{20,}', // GitHub
    'github_pat_\\w{20,}',
    'gl(?:pat|ptt|dt|rt|ft|soat|agent|cbt)-[\\w-]{20,}', // GitLab
    'xox[a-z]-[\\w-]{10,}', // Slack
    'xapp-[\\w-]{10,}',
    '[rs]k_(?:live|test)_[A-Za-z0-9]{10,}', // Stripe
    'whsec_[A-Za-z0-9+/=]{16,}',
    'AIza[\\w-]{35}', // Google
    'GOCSPX-[\\w-]{20,}',
    'ya29\\.[\\w-]{20,}',
    'SG\\.[\\w-]{16,}\\.[\\w-]{16,}', // SendGrid
    'SK[0-9a-f]{32}', // Twilio
    'key-[0-9a-f]{32}', // Mailgun
    '[0-9a-f]{32}-us\\d{1,2}', // Mailchimp
    'npm_[A-Za-z0-9]{36}',
    'pypi-AgEI[\\w-]{20,}',
    'dckr_pat_[\\w-]{20,}', // Docker
    'dop_v1_[0-9a-f]{64}', // DigitalOcean
    'shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}', // Shopify
    'hv[sbr]\\.[\\w-]{20,}', // Vault
    '[A-Za-z0-9]{14}\\.atlasv1\\.[\\w-]{40,}', // Terraform
    'ATATT3[\\w=-]{40,}', // Atlassian
    'dapi[0-9a-f]{32}', // Databricks
    'glc_[A-Za-z0-9+/=]{32,}', // Grafana
    'NRAK-[A-Z0-9]{27}', // New Relic
    'sk-(?:[a-z]+-)*[\\w-]{20,}', // OpenAI and others
    'AGE-SECRET-KEY-1[0-9A-Z]{20,}',
    'amzn\\.mws\\.[0-9a-f-]{36}',
  ];
  return new RegExp(`(?<![A-Za-z0-9])(?:${tokens.join('|')})(?![A-Za-z0-9])`, 'g');
}

// Hashes in hex, and paths of words, are as long.
function isMixed(text: string): boolean {
  const isHex = /^[0-9a-fA-F]+$/.test(text);
  const isPath = /^(?:[A-Za-z]{2,}\d*\/){2,}[A-Za-z]{2,}\d*$/.test(text);
  return /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text) && !isHex && !isPath;
}

/** Whether a value is the thing itself, not a variable, a placeholder or a reference to a secret. */
export function isLiteral(value: string): boolean {
  return !(
    value === '' ||
    value === REDACTED ||
    /^(?:\*+|true|false|null|none|\d\d?)$/i.test(value) ||
    /^(?:arn:|<.*>$|\$[A-Z_]+$|\$\()/.test(value) ||
    /\$\{[^}]*\}|\{\{.*\}\}/.test(value)
  );
}

/** What a text is without its secrets, and their kinds; never the secrets. */
export function withoutSecrets(text: string): { readonly text: string; readonly kinds: string[] } {
  const kinds: string[] = [];
  let clean = text;
  for (const { kind, expression, confirm } of patterns) {
    clean = clean.replace(expression, (match: string, ...rest: unknown[]) => {
      const secret = secretOf(match, rest.at(-1));
      if (secret.includes(REDACTED) || confirm?.(secret) === false) {
        return match;
      }
      kinds.push(kind);
      const at = match.lastIndexOf(secret);
      return `${match.slice(0, at)}${REDACTED}${match.slice(at + secret.length)}`;
    });
  }
  return { text: clean, kinds };
}

/** The group of the secret, where the expression has one. */
function secretOf(match: string, groups: unknown): string {
  const { secret, single } = (typeof groups === 'object' ? groups : {}) as Record<string, string>;
  return secret ?? single ?? match;
}
