import type { Action, ConditionKey, Reference } from '../reference.ts';
import type { Condition, Rule, Statement } from '../types.ts';

/** Keys of AWS as a whole that only some actions have. */
const byAction = /^aws:(RequestTag\/|ResourceTag\/|TagKeys$)/i;

/** Operators by the type of key that they compare. */
const operators: Readonly<Record<string, RegExp>> = {
  ARN: /^(Arn|String)/,
  Binary: /^Binary/,
  Bool: /^Bool$/,
  Date: /^(Date|Numeric)/,
  IPAddress: /^(Not)?IpAddress$/,
  Numeric: /^Numeric/,
  // A key of type String may well hold an ARN.
  String: /^(String|Arn)/,
};

interface Parts {
  readonly set: string | undefined;
  readonly name: string;
}

function partsOf(operator: string): Parts {
  const [, set, name = operator] =
    /^(?:(ForAllValues|ForAnyValue):)?(.+?)(?:IfExists)?$/.exec(operator) ?? [];
  return { set, name };
}

/** The reference writes `${TagKey}` and `<key>` for what the policy's author chooses. */
function isOf(key: ConditionKey, action: Action): boolean {
  const stem = (name: string): string => name.replace(/(\$\{|<).*$|tag-key$/, '').toLowerCase();
  return action.conditionKeys.some((known) => stem(known) === stem(key.name));
}

function operatorFault({ operator, key }: Condition, { type }: ConditionKey): string[] {
  const { set, name } = partsOf(operator);
  if (name === 'Null') {
    return [];
  }
  const single = type.replace(/^ArrayOf/, '');
  if (!(operators[single] ?? operators['String'])?.test(name)) {
    return [`${operator} does not compare ${key}, which is of type ${type}`];
  }

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
  return /^ArrayOf/.test(type) && set === undefined
    ? [`${key} has several values: ForAllValues or ForAnyValue is missing`]
    : [];
}

/** By wildcards: one action that has the key is enough. By name: each has it. */
function actionFaults(statement: Statement, key: ConditionKey, reference: Reference): string[] {
  const isGlobal = /^aws:/i.test(key.name) && !byAction.test(key.name);
  if (isGlobal || statement.exceptActions) {
    return [];
  }
  return statement.actions.flatMap((pattern) => {
    const actions = reference.actionsOf(pattern);
    return actions.length === 0 || actions.some((action) => isOf(key, action))
      ? []
      : [`${pattern} never has ${key.name}`];
  });
}

/**
 * A condition on a key that a call never carries, or by an operator of another
 * type, allows nothing, or denies nothing.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export const conditionKeys: Rule = {
  name: 'condition-keys',
  check: (statement, reference) =>
    statement.conditions.flatMap((condition) => {
      const key = reference.keyOf(condition.key);
      return key
        ? [...operatorFault(condition, key), ...actionFaults(statement, key, reference)]
        : [`${condition.key} is not a condition key`];
    }),
};
