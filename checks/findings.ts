import { readFileSync } from 'node:fs';
import { isIPv4 } from 'node:net';
import { partsAt, type YamlFile } from 'ofn-rehearse';
import * as declared from '../templates/parameters.ts';
import {
  type Fault,
  type Faults,
  faultsOfFileNamed,
  faultsOfItems,
  faultsOfParameter,
  firstOf,
  oneOf,
} from './parameter.ts';

/**
 * Addresses and ranges that GuardDuty takes in a list.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_limits.html
 */
const lists = { trustedAddressesFile: 2_000, threatAddressesFile: 250_000 } as const;

/**
 * What can't be deployed of the parameters of findings, and of the files that they name.
 *
 * @param folder that of the capability, to which the files are relative
 */
export function* faultsOfFindings(yaml: YamlFile, folder: string): Faults {
  yield* faultsOfParameter(yaml, 'findingSeverity', faultOfSeverity);
  const { findingSources: sources } = yaml.value;
  if (Array.isArray(sources) && sources.length === 0) {
    yield partsAt(yaml, ['findingSources'], {
      cause: 'findingSources is []: no finding would raise an alert',
      remedy: `use any of ${declared.findingSources.allowedValues.join(', ')}`,
    });
  }
  const { governedRegions } = yaml.value;
  yield* faultsOfItems(
    yaml,
    'findingAdoptedExports',
    oneOf(Array.isArray(governedRegions) ? governedRegions : [], ', which is not governed'),
  );
  for (const [key, most] of Object.entries(lists)) {
    yield* faultsOfFileNamed(yaml, key, folder, (file) => faultsOfList(yaml, key, file, most));
  }
}

const { minValue: least, maxValue: most } = declared.findingSeverity;

/** Two decimals are what the function takes; AWS has one. */
const faultOfSeverity = (value: unknown): Fault | undefined =>
  typeof value === 'number' &&
  value >= least &&
  value <= most &&
  /^\d+(\.\d{1,2})?$/.test(String(value))
    ? undefined
    : {
        cause: `is ${JSON.stringify(value)}, and severities are from ${least} to ${most}`,
        remedy: `give a number from ${least} to ${most}: 4 is medium, 7 high and 9 critical`,
      };

/** GuardDuty would read the list later, and not report what it left out. */
function faultsOfList(yaml: YamlFile, key: string, file: string, most: number): Faults {
  const lines = readFileSync(file, 'utf8').split(/\r?\n/);
  const listed = lines.flatMap((text, index) =>
    text.trim() === '' ? [] : { text: text.trim(), line: index + 1 },
  );
  return firstOf(
    () =>
      listed.flatMap(({ text, line }) => {
        const fault = faultOfAddress(text);
        return fault ? { file, line, ...fault } : [];
      }),
    () => faultsOfLength(yaml, key, file, listed, most),
  );
}

function* faultsOfLength(
  yaml: YamlFile,
  key: string,
  file: string,
  listed: readonly unknown[],
  most: number,
): Faults {
  if (listed.length === 0 || listed.length > most) {
    yield partsAt(yaml, [key], {
      cause: `${key} names ${file}, which has ${listed.length} addresses; GuardDuty takes 1 to ${most}`,
      remedy:
        listed.length === 0 ? `list one, or leave ${key} empty` : 'join ranges, or list fewer',
    });
  }
}

function faultOfAddress(text: string): Fault | undefined {
  const [address = '', length = '32', ...rest] = text.split('/');
  if (!isIPv4(address) || rest.length > 0 || !/^(\d|[12]\d|3[0-2])$/.test(length)) {
    return {
      cause: `${JSON.stringify(text)} is not an IPv4 address or CIDR range`,
      remedy: 'write one a line and nothing else, as 203.0.113.7 or 203.0.113.0/24',
    };
  }
  return length === '0'
    ? { cause: `${text} is every address`, remedy: 'list the ranges that are meant' }
    : undefined;
}
