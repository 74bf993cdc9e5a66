import type { YamlFile } from 'ofn-rehearse';
import { patternOf } from '../lambda/pattern.ts';
import { configFrequency, resourceType } from '../templates/kinds.ts';
import { findingSeverity } from '../templates/parameters.ts';
import { faultsOfRepetition, type KnownAccounts } from './config-accounts.ts';
import { type Entry, faultsOfTexts, has, readEntries } from './config-lists.ts';
import { faultOfIdentifier, faultsOfParameters, triggerOf } from './config-managed-rules.ts';
import type { Fault, Faults } from './parameter.ts';

/** @see https://docs.aws.amazon.com/config/latest/APIReference/API_OrganizationManagedRuleMetadata.html */
const longestDescription = 256;
const longestParameters = 1024;

const { minValue: least, maxValue: most } = findingSeverity;
const frequencies: readonly unknown[] = configFrequency.allowedValues;
const type = patternOf(resourceType);

/** Organization rules that AWS Config would refuse, or that would not do what they say. */
export function* faultsOfConfigRules(parameters: YamlFile, accounts: KnownAccounts): Faults {
  const { entries, faults } = readEntries(parameters, 'configRules', {
    what: 'rule',
    required: ['name', 'identifier', 'description'],
    optional: [
      'parameters',
      'resourceTypes',
      'frequency',
      'excludedAccounts',
      'excludedRegions',
      'severity',
      'noncompliant',
    ],
    flags: ['global', 'unlisted'],
    accounts,
  });
  yield* faults;
  for (const rule of entries) {
    for (const [key, faultsOf] of checks) {
      yield* Array.from(faultsOf(rule.value), (fault) => rule.at(key, fault));
    }
    yield* faultsOfIdentifier(rule);
    yield* faultsOfBeginning(rule, entries);
  }
}

function* faultsOfIdentifier(rule: Entry): Faults {
  const { identifier, unlisted } = rule.value;
  const fault = has(rule, 'identifier') && !unlisted ? faultOfIdentifier(identifier) : undefined;
  if (fault) {
    yield rule.at('identifier', fault);
  }
}

type Value = Entry['value'];

const checks: readonly (readonly [string, (rule: Value) => Iterable<Fault>])[] = [
  ['description', ({ description }) => faultsOfText('description', String(description))],
  ['noncompliant', faultsOfNoncompliant],
  ['parameters', faultsOfRuleParameters],
  ['resourceTypes', faultsOfScope],
  ['frequency', faultsOfFrequency],
  ['severity', faultsOfSeverity],
];

function* faultsOfSeverity({ severity }: Value): Generator<Fault> {
  const isOne = typeof severity === 'number' && severity >= least && severity <= most;
  if (severity !== undefined && !isOne) {
    yield {
      cause: `its severity is ${JSON.stringify(severity)}`,
      remedy: `give a number from ${least} to ${most}, or leave it out: then no alert is published`,
    };
  }
}

/** The text is part of the input of an alert, and a description one of AWS Config's. */
function* faultsOfText(key: string, text: string): Generator<Fault> {
  if (/<.*>/s.test(text)) {
    // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
    yield {
      cause: `its ${key} has ${JSON.stringify(/<.*>/s.exec(text)?.[0])}, which EventBridge takes for a variable of the alert`,
      remedy: 'leave out < or >',
    };
  }
  if (text.length > longestDescription) {
    yield {
      cause: `its ${key} has ${text.length} characters`,
      remedy: `use ${longestDescription} at most`,
    };
  }
}

function* faultsOfNoncompliant({ noncompliant }: Value): Generator<Fault> {
  if (noncompliant !== undefined && (typeof noncompliant !== 'string' || noncompliant === '')) {
    yield {
      cause: `its noncompliant is ${JSON.stringify(noncompliant)}`,
      remedy: 'describe the noncompliant state, or leave it out',
    };
  }
  yield* faultsOfText('noncompliant', String(noncompliant ?? ''));
}

function* faultsOfRuleParameters({ identifier, parameters = {} }: Value): Generator<Fault> {
  const faults = [...faultsOfTexts(parameters)];
  yield* faults;
  const { length } = JSON.stringify(parameters);
  if (length > longestParameters) {
    yield {
      cause: `its parameters are a JSON text of ${length} characters`,
      remedy: `AWS Config takes ${longestParameters}`,
    };
  }
  if (faults.length === 0) {
    yield* faultsOfParameters(String(identifier), Object.keys(parameters as object));
  }
}

function* faultsOfScope({ identifier, resourceTypes }: Value): Generator<Fault> {
  if (resourceTypes === undefined) {
    return;
  }
  const types: unknown[] = Array.isArray(resourceTypes) ? resourceTypes : [];
  if (triggerOf(String(identifier)) === 'periodic') {
    yield {
      cause: `${identifier} is evaluated at times, not when a resource changes: it has no scope`,
      remedy: 'leave resourceTypes out',
    };
  } else if (types.length === 0 || types.some((one) => !type.test(String(one)))) {
    yield {
      cause: `resourceTypes is ${JSON.stringify(resourceTypes)}`,
      remedy: 'give a list of types such as AWS::EC2::SecurityGroup, or leave it out for all',
    };
  } else {
    yield* faultsOfRepetition(types);
  }
}

function* faultsOfFrequency({ identifier, frequency }: Value): Generator<Fault> {
  if (frequency === undefined) {
    return;
  }
  if (triggerOf(String(identifier)) === 'change') {
    yield {
      cause: `${identifier} is evaluated when a resource changes: it has no frequency`,
      remedy: 'leave frequency out',
    };
  } else if (!frequencies.includes(frequency)) {
    yield {
      cause: `frequency is ${JSON.stringify(frequency)}`,
      remedy: `use ${frequencies.join(', ')}`,
    };
  }
}

/** In accounts a rule has a further ending, so that alerts are matched by how names begin. */
function* faultsOfBeginning(rule: Entry, rules: readonly Entry[]): Faults {
  for (const longer of rules.filter(({ name }) => name.startsWith(`${rule.name}-`))) {
    yield rule.at('name', {
      cause: `the name of ${longer.name} begins with '${rule.name}-': alerts would mix the two`,
      remedy: 'rename one of them',
    });
  }
}
