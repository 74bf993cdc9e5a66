import { type Condition, holds } from './conditions.ts';
import { type Context, fillIn, unknownText } from './context.ts';
import { hasWildcardForType, matches, matchesInAnyCase, matchesResource } from './patterns.ts';
import { every, not, some, type Truth } from './truth.ts';

/** A statement of a policy of the organization, with its elements as lists. */
export interface Statement {
  readonly sid: string | undefined;
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  /** Whether it is about all actions but those it lists. */
  readonly exceptActions: boolean;
  readonly resources: readonly string[];
  readonly exceptResources: boolean;
  readonly condition: Condition;
}

/** A call, as policies see it. */
export interface Request {
  /** `service:Action`. */
  readonly action: string;
  /** An ARN in which `*` stands for what is not known; undefined of an action without resources. */
  readonly resource: string | undefined;
  readonly context: Context;
}

const list = (value: unknown): string[] => [value ?? []].flat().map(String);

/** @throws SyntaxError when a document is not JSON */
export function statementsOf(content: string): Statement[] {
  const { Statement } = JSON.parse(content) as { Statement?: unknown };
  return ([Statement ?? []].flat() as Record<string, unknown>[]).map((raw) => ({
    sid: raw['Sid'] === undefined ? undefined : String(raw['Sid']),
    effect: raw['Effect'] === 'Allow' ? 'Allow' : 'Deny',
    actions: list(raw['Action'] ?? raw['NotAction']),
    exceptActions: raw['NotAction'] !== undefined,
    resources: list(raw['Resource'] ?? raw['NotResource'] ?? '*'),
    exceptResources: raw['NotResource'] !== undefined,
    condition: (raw['Condition'] ?? {}) as Condition,
  }));
}

/** Whether a statement is about a call. */
export const applies = (statement: Statement, request: Request): Truth =>
  every(
    [
      () => isAboutAction(statement, request.action),
      () => isAboutResource(statement, request),
      () => holds(statement.condition, request.context),
    ],
    (holdsOf) => holdsOf(),
  );

/** Whether a statement names an action, whatever resource and condition it has. */
export const isAboutAction = (
  { actions, exceptActions }: Pick<Statement, 'actions' | 'exceptActions'>,
  action: string,
): boolean => actions.some((pattern) => matchesInAnyCase(pattern, action)) !== exceptActions;

function isAboutResource(
  { resources, exceptResources }: Statement,
  { resource, context }: Request,
): Truth {
  const isNamed = some(resources, (one) => {
    const pattern = fillIn(one, context, true);
    if (pattern === undefined) {
      return false;
    }
    if (pattern === unknownText) {
      return 'unknown';
    }
    // A call without a resource is one on `*`, which only a pattern that takes everything is about.
    const truth =
      resource === undefined ? matches(pattern, '\ue002') : matchesResource(pattern, resource);
    return truth === true && hasWildcardForType(pattern) ? 'unknown' : truth;
  });
  return exceptResources ? not(isNamed) : isNamed;
}
