import type { Case } from './cases.ts';

type Statement = Readonly<Record<string, unknown>>;
type Context = Case['context'];

/**
 * A known fault of `@cloud-copilot/iam-simulate` 0.1.173, and how to say the same thing so
 * that it gets it right. `condition` returns undefined for a condition that holds.
 */
export interface Translation {
  readonly reason: string;
  /** AWS's page that says who is right. */
  readonly source: string;
  /** An Allow of s3:GetObject that applies by AWS's page, and by iam-simulate does not. */
  readonly example: { readonly elements: object; readonly context: Context };
  readonly text?: (text: string, context: Context) => string;
  readonly statement?: (statement: Statement, context: Context) => Statement;
  readonly condition?: (
    condition: Condition,
    context: Context,
  ) => { readonly values: readonly string[] } | undefined;
}

interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

const page = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';

const list = (value: unknown): readonly string[] => [value].flat() as string[];

function lookUp(context: Context, key: string): string | readonly string[] | undefined {
  const found = Object.entries(context).find(
    ([name]) => name.toLowerCase() === key.trim().toLowerCase(),
  );

  return found?.[1];
}

/** Variables without a default whose key the request lacks. */
const lacksVariable = (text: string, context: Context): boolean =>
  [...text.matchAll(/\$\{([^},]+)\}/g)].some(
    ([, key = '']) => !'*?$'.includes(key) && lookUp(context, key) === undefined,
  );

export const translations: readonly Translation[] = [
  {
    reason: 'a key whose value is empty is not one that the request lacks',
    source: `${page}/reference_policies_variables.html#policy-vars-no-value`,
    example: {
      elements: { Condition: { StringEquals: { 'aws:username': '${aws:username}' } } },
      context: { 'aws:username': '' },
    },
    text: (text, context) =>
      text.replaceAll(/\$\{([^},]+)(?:,[^}]*)?\}/g, (variable, key: string) =>
        lookUp(context, key) === '' ? '' : variable,
      ),
  },
  {
    reason:
      'a variable without a value in NotResource matches no resource, so that all others are meant',
    source: `${page}/reference_policies_variables.html#policy-vars-no-value`,
    example: {
      elements: { Resource: undefined, NotResource: 'arn:aws:s3:::${aws:username}/*' },
      context: {},
    },
    statement: (statement, context) => {
      if (statement['NotResource'] === undefined) {
        return statement;
      }
      const { NotResource, ...rest } = statement;
      const known = list(NotResource).filter((one) => !lacksVariable(one, context));

      return known.length > 0 ? { ...rest, NotResource: known } : { ...rest, Resource: '*' };
    },
  },
  {
    reason: 'IfExists holds for a key that the request lacks, with ForAnyValue as well',
    source: `${page}/reference_policies_elements_condition_operators.html#Conditions_IfExists`,
    example: {
      elements: { Condition: { 'ForAnyValue:StringEqualsIfExists': { 'aws:TagKeys': 'team' } } },
      context: {},
    },
    condition: ({ operator, key, values }, context) =>
      /^For.*IfExists$/.test(operator) && lookUp(context, key) === undefined
        ? undefined
        : { values },
  },
  {
    reason: 'epoch time is in seconds, and is compared with dates',
    source: `${page}/reference_policies_elements_condition_operators.html#Conditions_Date`,
    example: {
      elements: { Condition: { DateEquals: { 'aws:CurrentTime': '1777593600' } } },
      context: { 'aws:CurrentTime': '2026-05-01T00:00:00Z' },
    },
    condition: ({ operator, values }) => ({
      values: /^Date/.test(operator)
        ? values.map((value) =>
            /^\d{5,}$/.test(value) ? new Date(Number(value) * 1000).toISOString() : value,
          )
        : values,
    }),
  },
  {
    reason: 'an address of the other family is not the one address that is named',
    source: `${page}/reference_policies_elements_condition_operators.html#Conditions_IPAddress`,
    example: {
      elements: { Condition: { NotIpAddress: { 'aws:SourceIp': '10.0.0.1' } } },
      context: { 'aws:SourceIp': '2001:db8::1' },
    },
    condition: ({ operator, values }) => ({
      values: /IpAddress/.test(operator)
        ? values.map((value) => (/^[\d.]+$/.test(value) ? `${value}/32` : value))
        : values,
    }),
  },
  {
    reason: 'every address is in 0.0.0.0/0',
    source: 'https://www.rfc-editor.org/rfc/rfc4632',
    example: {
      elements: { Condition: { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } } },
      context: { 'aws:SourceIp': '10.0.0.1' },
    },
    condition: ({ operator, values }) => ({
      values: /IpAddress/.test(operator)
        ? values.flatMap((value) =>
            value === '0.0.0.0/0' ? ['0.0.0.0/1', '128.0.0.0/1'] : [value],
          )
        : values,
    }),
  },
  {
    reason: '${*} is an asterisk for operators without wildcards as well',
    source: `${page}/reference_policies_variables.html#policy-vars-specialchars`,
    example: {
      elements: { Condition: { StringEquals: { 'aws:username': 'a${*}b' } } },
      context: { 'aws:username': 'a*b' },
    },
    condition: ({ operator, values }) => ({
      values: /String(Not)?Equals/.test(operator)
        ? values.map((value) => value.replaceAll(/\$\{([*?$])\}/g, '$1'))
        : values,
    }),
  },
  {
    reason: 'an inverted operator holds for a variable without a value',
    source: `${page}/reference_policies_variables.html#policy-vars-no-value`,
    example: {
      elements: { Condition: { StringNotEquals: { 'aws:PrincipalOrgID': '${aws:username}' } } },
      context: { 'aws:PrincipalOrgID': 'o-exampleorg1' },
    },
    condition: ({ operator, values }, context) => {
      const known = /(String|Arn)Not/.test(operator)
        ? values.filter((value) => !lacksVariable(value, context))
        : values;

      return known.length > 0 ? { values: known } : undefined;
    },
  },
];

function translateCondition(element: unknown, context: Context): object {
  const translated: Record<string, Record<string, readonly string[]>> = {};
  for (const [operator, keys] of Object.entries((element ?? {}) as Record<string, object>)) {
    for (const [key, given] of Object.entries(keys)) {
      const values = translations.reduce<readonly string[] | undefined>(
        (before, { condition }) =>
          before && condition
            ? condition({ operator, key, values: before }, context)?.values
            : before,
        list(given).map(String),
      );
      if (values) {
        translated[operator] = { ...translated[operator], [key]: values };
      }
    }
  }

  return translated;
}

function translateTexts(value: unknown, context: Context): unknown {
  if (typeof value === 'string') {
    return translations.reduce((text, one) => one.text?.(text, context) ?? text, value);
  }
  if (Array.isArray(value)) {
    return value.map((item) => translateTexts(item, context));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, translateTexts(item, context)]),
    );
  }

  return value;
}

function translateStatement(given: Statement, context: Context): Statement {
  const statement = translations.reduce(
    (before, one) => one.statement?.(before, context) ?? before,
    translateTexts(given, context) as Statement,
  );

  return { ...statement, Condition: translateCondition(statement['Condition'], context) };
}

/** The documents of a case as iam-simulate understands them. */
export const translate = ({ documents, context }: Case): object[] =>
  documents.map((document) => ({
    ...document,
    Statement: [(document as { Statement?: unknown }).Statement ?? []]
      .flat()
      .map((statement) => translateStatement(statement as Statement, context)),
  }));
