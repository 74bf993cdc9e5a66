import type { YamlFile } from 'ofn-rehearse';
import { faultOfRepetition, type KnownAccounts } from './config-accounts.ts';
import { type Entry, faultOfTexts, readEntries } from './config-lists.ts';
import {
  type Fault,
  faultOfIdentifier,
  faultOfParameters,
  triggerOf,
} from './config-managed-rules.ts';
import { frequencies, resourceType } from './config-values.ts';

/** @see https://docs.aws.amazon.com/config/latest/APIReference/API_OrganizationManagedRuleMetadata.html */
const longestDescription = 256;
const longestParameters = 1024;

/**
 * Checks the list of organization rules.
 *
 * @throws Problem for the first rule that AWS Config would refuse, or that would not do what it
 * says, with file and line
 */
export function checkConfigRules(parameters: YamlFile, accounts: KnownAccounts): void {
  const rules = readEntries(parameters, 'configRules', {
    what: 'rule',
    required: ['name', 'identifier', 'description'],
    optional: [
      ...['parameters', 'resourceTypes', 'frequency', 'excludedAccounts', 'excludedRegions'],
      'severity',
    ],
    flags: ['global', 'unlisted'],
    accounts,
  });
  for (const rule of rules) {
    for (const [key, faultOf] of checks) {
      const fault = faultOf(rule.value);
      if (fault) {
        throw rule.problem(key, fault);
      }
    }
    checkNoBeginning(rule, rules);
  }
}

type Value = Entry['value'];

const checks: readonly (readonly [string, (rule: Value) => Fault | undefined])[] = [
  ['identifier', (rule) => (rule.unlisted ? undefined : faultOfIdentifier(rule.identifier))],
  ['description', faultOfDescription],
  ['parameters', faultOfRuleParameters],
  ['resourceTypes', faultOfScope],
  ['frequency', faultOfFrequency],
  ['severity', faultOfSeverity],
];

function faultOfSeverity({ severity }: Value): Fault | undefined {
  const isOne = typeof severity === 'number' && severity >= 0 && severity <= 10;

  return severity === undefined || isOne
    ? undefined
    : {
        cause: `its severity is ${JSON.stringify(severity)}`,
        remedy: 'give a number from 0 to 10, or leave it out: nobody is told then',
      };
}

function faultOfDescription({ description }: Value): Fault | undefined {
  const text = String(description);
  if (/<.*>/s.test(text)) {
    // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
    return {
      cause: `its description has ${JSON.stringify(/<.*>/s.exec(text)?.[0])}, which EventBridge takes for a variable of the alert`,
      remedy: 'leave out < or >',
    };
  }

  return text.length > longestDescription
    ? {
        cause: `its description has ${text.length} characters`,
        remedy: `AWS Config takes ${longestDescription}`,
      }
    : undefined;
}

function faultOfRuleParameters({ identifier, parameters = {} }: Value): Fault | undefined {
  const fault = faultOfTexts(parameters);
  if (fault) {
    return fault;
  }
  const { length } = JSON.stringify(parameters);
  if (length > longestParameters) {
    return {
      cause: `its parameters are a JSON text of ${length} characters`,
      remedy: `AWS Config takes ${longestParameters}`,
    };
  }

  return faultOfParameters(String(identifier), Object.keys(parameters as object));
}

function faultOfScope({ identifier, resourceTypes }: Value): Fault | undefined {
  if (resourceTypes === undefined) {
    return undefined;
  }
  if (triggerOf(String(identifier)) === 'periodic') {
    return {
      cause: `${identifier} is evaluated at times, not when a resource changes: it has no scope`,
      remedy: 'leave resourceTypes out',
    };
  }
  const types: unknown[] = Array.isArray(resourceTypes) ? resourceTypes : [];
  if (types.length === 0 || types.some((type) => !resourceType.test(String(type)))) {
    return {
      cause: `resourceTypes is ${JSON.stringify(resourceTypes)}`,
      remedy: 'give a list of types such as AWS::EC2::SecurityGroup, or leave it out for all',
    };
  }

  return faultOfRepetition(types);
}

function faultOfFrequency({ identifier, frequency }: Value): Fault | undefined {
  if (frequency === undefined) {
    return undefined;
  }
  if (triggerOf(String(identifier)) === 'change') {
    return {
      cause: `${identifier} is evaluated when a resource changes: it has no frequency`,
      remedy: 'leave frequency out',
    };
  }

  return frequencies.includes(frequency)
    ? undefined
    : {
        cause: `frequency is ${JSON.stringify(frequency)}`,
        remedy: `use ${frequencies.join(', ')}`,
      };
}

/** In accounts a rule has a further ending, so that alerts are matched by how names begin. */
function checkNoBeginning(rule: Entry, rules: readonly Entry[]): void {
  const longer = rules.find(({ name }) => name.startsWith(`${rule.name}-`));
  if (longer) {
    throw rule.problem('name', {
      cause: `the name of ${longer.name} begins with '${rule.name}-': alerts would mix the two`,
      remedy: 'rename one of them',
    });
  }
}
