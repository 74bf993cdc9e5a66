import type { Condition, Policy, Principal, RawStatement, Statement } from './types.ts';

/** A policy writes one value bare and several as a list. */
export const asList = (value: unknown): unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

const texts = (value: unknown): string[] => asList(value).map(String);

const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function principalsOf(value: unknown): Principal[] {
  if (value === '*') {
    return [{ type: 'AWS', name: '*' }];
  }
  if (!isMapping(value)) {
    return [];
  }
  return Object.entries(value).flatMap(([type, names]) =>
    texts(names).map((name) => ({ type, name })),
  );
}

function conditionsOf(value: unknown): Condition[] {
  if (!isMapping(value)) {
    return [];
  }
  return Object.entries(value).flatMap(([operator, keys]) =>
    Object.entries(isMapping(keys) ? keys : {}).map(([key, values]) => ({
      operator,
      key,
      values: texts(values),
    })),
  );
}

/** The statement with every element as a list. */
export function normalise(policy: Policy, raw: RawStatement): Statement {
  const resources = raw['Resource'] ?? raw['NotResource'];
  return {
    policy,
    sid: String(raw['Sid'] ?? ''),
    effect: String(raw['Effect']),
    actions: texts(raw['Action'] ?? raw['NotAction']),
    exceptActions: raw['NotAction'] !== undefined,
    resources: resources === undefined ? undefined : texts(resources),
    exceptResources: raw['NotResource'] !== undefined,
    principals: principalsOf(raw['Principal'] ?? raw['NotPrincipal']),
    conditions: conditionsOf(raw['Condition']),
  };
}
