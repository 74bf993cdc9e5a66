import { Unresolved } from '../../preflight/deployment/intrinsics.ts';

type Map = Readonly<Record<string, unknown>>;

const isMap = (value: unknown): value is Map =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Unresolved);

/**
 * One of the different ways to write a policy: AWS returns lists of one as the item, accounts as
 * the ARN of their root, and names of actions and condition keys in any case.
 *
 * @param document a policy, or its JSON; that of IAM is encoded as for a URL
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function normalPolicy(document: unknown): unknown {
  const parsed = typeof document === 'string' ? parse(document) : document;
  if (!isMap(parsed)) {
    return parsed;
  }
  const { Version, Statement } = parsed;
  return { Version, Statement: [Statement ?? []].flat().map(normalStatement) };
}

function parse(text: string): unknown {
  if (text === '') {
    return undefined;
  }
  return JSON.parse(text.startsWith('%') ? decodeURIComponent(text) : text);
}

/** A statement, as a policy of a bus has it. */
export function normalStatement(statement: unknown): unknown {
  if (!isMap(statement)) {
    return statement;
  }
  return Object.fromEntries(
    Object.entries(statement).map(([key, value]) => [key, (elements[key] ?? same)(value)]),
  );
}

const same = (value: unknown): unknown => value;
const list = (value: unknown): unknown => (value instanceof Unresolved ? value : [value].flat());
const lowerCase = (value: unknown): unknown =>
  typeof value === 'string' ? value.toLowerCase() : value;
const actions = (value: unknown): unknown =>
  value instanceof Unresolved ? value : [value].flat().map(lowerCase);

const elements: Readonly<Record<string, (value: unknown) => unknown>> = {
  Action: actions,
  NotAction: actions,
  Resource: list,
  NotResource: list,
  Principal: principal,
  NotPrincipal: principal,
  Condition: condition,
};

function principal(value: unknown): unknown {
  if (value === '*') {
    return { AWS: ['*'] };
  }
  return isMap(value)
    ? Object.fromEntries(
        Object.entries(value).map(([kind, who]) => [
          kind,
          who instanceof Unresolved ? who : [who].flat().map(rootOf),
        ]),
      )
    : value;
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
const rootOf = (who: unknown): unknown =>
  typeof who === 'string' ? who.replace(/^arn:[\w-]+:iam::(\d{12}):root$/, '$1') : who;

function condition(value: unknown): unknown {
  if (!isMap(value)) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([operator, keys]) => [
      operator,
      isMap(keys)
        ? Object.fromEntries(
            Object.entries(keys).map(([key, values]) => [key.toLowerCase(), list(values)]),
          )
        : keys,
    ]),
  );
}

/** Inline policies by their names, so that a difference names one. */
export const normalPolicies = (policies: unknown): unknown =>
  Array.isArray(policies)
    ? Object.fromEntries(
        policies.map((policy) =>
          isMap(policy)
            ? [String(policy['PolicyName']), normalPolicy(policy['PolicyDocument'])]
            : ['', policy],
        ),
      )
    : policies;
