import { type ProblemParts, partsAt, type YamlFile } from 'ofn-rehearse';
import { patternOf } from '../lambda/pattern.ts';
import type { Parameter } from '../organization/parameters.ts';
import { schedule } from '../templates/kinds.ts';
import * as parameters from '../templates/parameters.ts';
import { faultsOfLifecycles } from './lifecycle.ts';
import {
  type Fault,
  type FaultOf,
  type Faults,
  faultsOfItems,
  faultsOfParameter,
  firstOf,
} from './parameter.ts';
import { faultOfSchedule } from './schedule.ts';

const catalogue: Readonly<Record<string, Parameter>> = parameters;

/** The rehearsal knows the regions that AWS has, and reports others. */
const checkedElsewhere = ['homeRegion', 'governedRegions', 'signInRegions'];

/**
 * What checks have found, and what can't be deployed of each other value that is set, as the task
 * files declare the parameters: another type, out of range, not one of a few, or unlike the pattern.
 */
export function* withDeclared(yaml: YamlFile, found: Iterable<ProblemParts>): Faults {
  const keys = new Set(checkedElsewhere);
  for (const fault of found) {
    keys.add(keyOf(fault));
    yield fault;
  }
  for (const key of Object.keys(yaml.value)) {
    const parameter = catalogue[key];
    if (parameter && !keys.has(key) && !isExpression(yaml.value[key])) {
      yield* faultsOfDeclared(yaml, parameter);
    }
  }
  yield* faultsOfLifecycles(yaml, catalogue);
}

/** The parameter at which a fault is. */
const keyOf = ({ place = '' }: ProblemParts): string => place.split('.')[0] ?? '';

const faultsOfDeclared = (yaml: YamlFile, parameter: Parameter): Faults =>
  firstOf(
    () =>
      parameter.type === 'List<String>'
        ? faultsOfItems(yaml, parameter.name, faultOfItem(parameter))
        : faultsOfValue(yaml, parameter),
    () => faultsOfNeeds(yaml, parameter),
  );

/** What can't be deployed of the value of a parameter that is not a list. */
export const faultsOfValue = (yaml: YamlFile, parameter: Parameter): Faults =>
  faultsOfParameter(yaml, parameter.name, faultOfValue(parameter));

function* faultsOfNeeds(yaml: YamlFile, { name, needs }: Parameter): Faults {
  if (needs !== undefined && isGiven(yaml.value[name]) && !isGiven(yaml.value[needs])) {
    yield partsAt(yaml, [name], {
      cause: `${name} is given without ${needs}`,
      remedy: `give ${needs}, too; or neither`,
    });
  }
}

const isGiven = (value: unknown = ''): boolean =>
  value !== '' && !(Array.isArray(value) && value.length === 0);

/** A reference, a file to include, or what only a TemplatingContext fills in. */
const isExpression = (value: unknown): boolean =>
  typeof value === 'string'
    ? /\{[{%]/.test(value)
    : typeof value === 'object' && value !== null && !Array.isArray(value);

function faultOfItem(parameter: Parameter): FaultOf {
  return (item) => {
    const remedy = isExpression(item) ? undefined : remedyFor(parameter, item);

    const cause = parameter.allowedValues ? ', which is not known' : '';
    return remedy === undefined ? undefined : { cause, remedy };
  };
}

/** Why a value is not one of the parameter; undefined when it is. */
const faultOfValue =
  (parameter: Parameter): FaultOf =>
  (value): Fault | undefined => {
    if (parameter.kind === schedule.name) {
      return faultOfSchedule(value);
    }
    const remedy = isAbsent(parameter, value) ? undefined : remedyFor(parameter, value);
    return remedy === undefined ? undefined : { cause: `is ${JSON.stringify(value)}`, remedy };
  };

const isAbsent = (parameter: Parameter, value: unknown): boolean =>
  value === '' && parameter.default === '';

/** What to give instead of a value; undefined when it can stay. */
function remedyFor(parameter: Parameter, value: unknown): string | undefined {
  const { type, allowedValues, allowedPattern, constraintDescription } = parameter;
  if (allowedValues) {
    return allowedValues.includes(value) ? undefined : `use any of ${allowedValues.join(', ')}`;
  }
  switch (type) {
    case 'Boolean':
      // org-formation takes the texts for what they say.
      return /^(true|false)$/.test(String(value)) ? undefined : 'use any of true, false';
    case 'Number':
      return isInRange(parameter, value) ? undefined : `give ${rangeOf(parameter)}`;
    case 'String':
    case 'List<String>': {
      if (allowedPattern === undefined) {
        return type === 'List<String>' || typeof value === 'string' ? undefined : 'give a text';
      }
      const matches = typeof value === 'string' && patternOf({ allowedPattern }).test(value);
      const none = parameter.default === '' ? ", or '' for none" : '';
      return matches ? undefined : `give ${constraintDescription}${none}`;
    }
    default:
      return type satisfies never;
  }
}

/** What is counted, which has a unit, is whole. */
function isInRange(
  { minValue = 0, maxValue = Infinity, unit }: Parameter,
  value: unknown,
): boolean {
  return (
    typeof value === 'number' &&
    value >= minValue &&
    value <= maxValue &&
    (unit === undefined || Number.isInteger(value))
  );
}

function rangeOf({ minValue = 0, maxValue, unit }: Parameter): string {
  const number = unit === undefined ? 'a number' : 'a whole number';
  return maxValue === undefined
    ? `${number} of ${unit}, from ${minValue}`
    : `${number} from ${minValue} to ${maxValue}`;
}
