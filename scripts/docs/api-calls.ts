import path from 'node:path';

/** A command of the SDK, with the package that it is from. */
export interface Call {
  /** Such as `s3` of @aws-sdk/client-s3. */
  readonly client: string;
  /** Such as `GetBucketVersioning`. */
  readonly operation: string;
}

interface Module {
  /** Imported names, and where from: a file, or a package. */
  readonly imports: ReadonlyMap<string, string>;
  /** The text of each declaration of the top level. */
  readonly declarations: ReadonlyMap<string, string>;
}

/**
 * Finds the calls that a function of a module may make, by itself and by what it uses of other
 * modules. It goes by the text, as the formatter leaves it.
 *
 * @param read the text of a file
 */
export function callsOf(file: string, name: string, read: (file: string) => string): Call[] {
  const modules = new Map<string, Module>();
  const moduleOf = (of: string): Module => {
    const known = modules.get(of) ?? parse(of, read(of));
    modules.set(of, known);
    return known;
  };
  const seen = new Set<string>();
  const calls = new Map<string, Call>();
  const visit = (of: string, declared: string): void => {
    if (seen.has(`${of} ${declared}`)) {
      return;
    }
    seen.add(`${of} ${declared}`);
    const { imports, declarations } = moduleOf(of);
    for (const word of new Set(declarations.get(declared)?.match(/\b\w+\b/g) ?? [])) {
      const from = imports.get(word);
      const client = /^@aws-sdk\/client-(.+)$/.exec(from ?? '')?.[1];
      if (client && word.endsWith('Command')) {
        calls.set(`${client} ${word}`, { client, operation: word.slice(0, -'Command'.length) });
      } else if (from?.endsWith('.ts')) {
        visit(from, word);
      } else if (declarations.has(word)) {
        visit(of, word);
      }
    }
  };
  visit(file, name);
  return [...calls.values()];
}

function parse(file: string, text: string): Module {
  const imports = new Map<string, string>();
  for (const [, names = '', from = ''] of text.matchAll(/^import \{([^}]*)\} from '([^']+)';/gm)) {
    const target = from.startsWith('.') ? path.join(path.dirname(file), from) : from;
    for (const one of names.split(',')) {
      imports.set(one.trim(), target);
    }
  }
  const parts = text.split(/^(?=(?:export )?(?:async )?(?:function|const) )/m).slice(1);
  const declarations = parts.map((part) => {
    const name = /^(?:export )?(?:async )?(?:function\*?|const) (\w+)/.exec(part)?.[1] ?? '';
    return [name, part] as const;
  });
  return { imports, declarations: new Map(declarations) };
}

/** Where the prefix of a service's actions is not the name of its client. */
const prefixes: Readonly<Record<string, string>> = {
  accessanalyzer: 'access-analyzer',
  'cloudwatch-logs': 'logs',
  'config-service': 'config',
  eventbridge: 'events',
  'service-quotas': 'servicequotas',
  'sso-admin': 'sso',
};

/**
 * Where an action is not called as the operation is.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 */
const actions: Readonly<Record<string, string>> = {
  's3:GetBucketEncryption': 's3:GetEncryptionConfiguration',
  's3:GetBucketLifecycleConfiguration': 's3:GetLifecycleConfiguration',
  's3:GetBucketNotificationConfiguration': 's3:GetBucketNotification',
  's3:GetPublicAccessBlock': 's3:GetBucketPublicAccessBlock',
  's3:GetObjectLockConfiguration': 's3:GetBucketObjectLockConfiguration',
  's3:HeadBucket': 's3:ListBucket',
  's3:HeadObject': 's3:GetObject',
  's3:ListObjectsV2': 's3:ListBucket',
};

/** The IAM action that a call needs, which AWS's reference has to know. */
export function actionOf({ client, operation }: Call): string {
  const name = `${prefixes[client] ?? client}:${operation}`;
  return actions[name] ?? name;
}
