/** A value that only a deployment knows, and why. */
export class Unresolved {
  readonly why: string;

  constructor(why: string) {
    this.why = why;
  }
}

/** The text of a file, of which only the path matters here. */
export class FileText extends Unresolved {
  readonly path: string;

  constructor(path: string) {
    super(`the text of ${path}`);
    this.path = path;
  }
}

/** The value of an export of a stack, which org-formation reads when it deploys. */
export class CopiedValue extends Unresolved {
  readonly exportName: string;
  /** Undefined for the account of the stack. */
  readonly accountId: string | undefined;
  /** Undefined for the region of the stack. */
  readonly region: string | undefined;

  constructor(exportName: string, accountId?: string, region?: string) {
    super(`the export ${exportName}`);
    this.exportName = exportName;
    this.accountId = accountId;
    this.region = region;
  }
}

/** What names mean where an expression stands. */
export interface Scope {
  /** @returns `undefined` for AWS::NoValue */
  reference(name: string): unknown;
  /** Whether a condition of the template holds. */
  condition(name: string): boolean | Unresolved;
  /** A value as text: the id of an account that is given as `{ Ref }`. */
  text(value: unknown): string | Unresolved;
  /** What `!Include` of a path is, in the place of the file that includes it. */
  include(path: string): unknown;
  /** The MD5 of a file, as org-formation computes it. */
  md5(path: string): string | Unresolved;
  readonly mappings: Readonly<Record<string, unknown>>;
}

/** Whether a value is a map of keys and values. */
const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Unresolved);

const callOf = (value: Record<string, unknown>): [string, unknown] | undefined => {
  const [entry, ...others] = Object.entries(value);
  return entry && others.length === 0 && /^(Ref|Condition|Fn::\w+)$/.test(entry[0])
    ? entry
    : undefined;
};

/**
 * The value of an expression of CloudFormation or org-formation, as far as files and settings
 * decide it. `{ Ref }` of an account or unit stays as it is until its text is needed.
 */
export function evaluate(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => evaluate(item, scope)).filter((item) => item !== undefined);
  }
  if (!isMap(value)) {
    return value;
  }
  const call = callOf(value);
  if (call) {
    const [name, argument] = call;
    return calls[name] ? calls[name](argument, scope) : new Unresolved(name);
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => {
      const evaluated = evaluate(item, scope);
      // The merge key of YAML, with which an operator's file is included.
      return key === '<<' && isMap(evaluated)
        ? Object.entries(evaluated).map(([name, one]) => [name, evaluate(one, scope)])
        : evaluated === undefined
          ? []
          : [[key, evaluated]];
    }),
  );
}

const calls: Readonly<Record<string, (argument: unknown, scope: Scope) => unknown>> = {
  Ref: (argument, scope) => scope.reference(String(argument)),
  'Fn::GetAtt': (argument, scope) => scope.reference([argument].flat().map(String).join('.')),
  'Fn::Sub': substitute,
  'Fn::Join': (argument, scope) => {
    const [separator, items] = argument as [string, unknown];
    return textual([evaluate(items, scope)].flat(), scope, (texts) => texts.join(separator));
  },
  'Fn::Split': (argument, scope) => {
    const [separator, text] = argument as [string, unknown];
    return textual([evaluate(text, scope)], scope, ([whole = '']) => whole.split(separator));
  },
  'Fn::Select': (argument, scope) => {
    const [index, items] = argument as [number, unknown];
    const list = evaluate(items, scope);
    return Array.isArray(list) ? list[Number(index)] : list;
  },
  'Fn::Base64': (argument, scope) =>
    textual([evaluate(argument, scope)], scope, ([text = '']) =>
      Buffer.from(text).toString('base64'),
    ),
  'Fn::FindInMap': (argument, scope) =>
    textual(evaluate(argument, scope) as unknown[], scope, ([map = '', row = '', column = '']) => {
      const rows = scope.mappings[map] as Record<string, Record<string, unknown>> | undefined;
      return rows?.[row]?.[column] ?? new Unresolved(`no mapping ${map}.${row}.${column}`);
    }),
  'Fn::If': (argument, scope) => {
    const [name, yes, no] = argument as [string, unknown, unknown];
    const holds = scope.condition(name);
    return holds instanceof Unresolved ? holds : evaluate(holds ? yes : no, scope);
  },
  Condition: (argument, scope) => scope.condition(String(argument)),
  'Fn::Equals': (argument, scope) =>
    textual(evaluate(argument, scope) as unknown[], scope, ([left, right]) => left === right),
  'Fn::Not': (argument, scope) => logical(argument, scope, ([one]) => !one),
  'Fn::And': (argument, scope) => logical(argument, scope, (all) => all.every(Boolean)),
  'Fn::Or': (argument, scope) => logical(argument, scope, (all) => all.some(Boolean)),
  'Fn::Include': (argument, scope) => scope.include(String(argument)),
  'Fn::ReadFile': (argument) => new FileText(String(argument)),
  'Fn::CopyValue': (argument, scope) =>
    textual(
      [evaluate(argument, scope)].flat(),
      scope,
      ([name = '', ...place]) => new CopiedValue(name, ...place),
    ),
  'Fn::MD5File': (argument, scope) => scope.md5(String(argument)),
};

function substitute(argument: unknown, scope: Scope): unknown {
  const [text, values] = (Array.isArray(argument) ? argument : [argument, {}]) as [
    unknown,
    Record<string, unknown>,
  ];
  const body = evaluate(text, scope);
  if (body instanceof Unresolved) {
    return body;
  }
  const parts = String(body).split(/(\$\{[^}]+\})/);
  const evaluated = parts.map((part) => {
    const name = /^\$\{(.+)\}$/.exec(part)?.[1];
    if (name === undefined) {
      return part;
    }
    if (name.startsWith('!')) {
      return `\${${name.slice(1)}}`;
    }
    return name in values ? evaluate(values[name], scope) : scope.reference(name);
  });
  return textual(evaluated, scope, (texts) => texts.join(''));
}

/** What texts give, unless one of them is not known. */
function textual<T>(
  values: readonly unknown[],
  scope: Scope,
  give: (texts: string[]) => T,
): T | Unresolved {
  const texts = values.map((value) => scope.text(value));
  return texts.find((text) => text instanceof Unresolved) ?? give(texts as string[]);
}

function logical(
  argument: unknown,
  scope: Scope,
  give: (values: unknown[]) => boolean,
): boolean | Unresolved {
  const values = (evaluate(argument, scope) as unknown[]).flat();
  return values.find((value) => value instanceof Unresolved) ?? give(values);
}
