import { problemAt, type YamlFile } from 'ofn-rehearse';
import {
  faultOfExcluded,
  faultOfReferences,
  faultOfRepetition,
  type KnownAccounts,
} from './config-accounts.ts';
import type { Fault } from './config-managed-rules.ts';
import { checkLifecycle } from './lifecycle.ts';

export const frequencies: readonly unknown[] = [
  ...['One_Hour', 'Three_Hours', 'Six_Hours', 'Twelve_Hours', 'TwentyFour_Hours'],
];

/** What parameters of AWS Config may be, where they are one of a few. */
const allowed: Readonly<Record<string, readonly unknown[]>> = {
  configRecordingFrequency: ['CONTINUOUS', 'DAILY'],
  configSnapshotFrequency: frequencies,
  configEncryption: ['s3', 'kms'],
  configAggregatorRegions: ['governed', 'all'],
};

/**
 * Regions that can't record IAM: AWS Config came to them after February 2022.
 *
 * @see https://docs.aws.amazon.com/config/latest/developerguide/select-resources.html
 */
const withoutGlobalTypes: readonly string[] = [
  ...['ap-south-2', 'ap-southeast-4', 'ap-southeast-5', 'ap-southeast-7', 'ca-west-1'],
  ...['eu-central-2', 'eu-south-2', 'il-central-1', 'me-central-1', 'mx-central-1'],
];

/** The shape of a resource type; AWS Config knows which there are. */
export const resourceType = /^AWS(::[A-Za-z0-9]+){2}$/;

/**
 * Checks the parameters of AWS Config in organization-parameters.yml; those that are not there
 * have the defaults of templates/config-recorder/_tasks.yml and its siblings.
 *
 * @throws Problem for the first that can't be deployed, with its line
 */
export function checkConfigValues(yaml: YamlFile, accounts: KnownAccounts): void {
  for (const [key, values] of Object.entries(allowed)) {
    check(yaml, key, (value) =>
      values.includes(value)
        ? undefined
        : { cause: `it is ${JSON.stringify(value)}`, remedy: `use ${values.join(' or ')}` },
    );
  }
  check(yaml, 'globalConfigRegion', (value) => faultOfGlobalRegion(value, yaml));
  check(yaml, 'configExcludedResourceTypes', faultOfTypes);
  check(yaml, 'configAdoptedAccounts', (value) => faultOfReferences(value, accounts));
  check(yaml, 'configExcludedAccounts', (value) => faultOfExcluded(value, accounts));
  checkLifecycle(yaml, {
    archive: ['configArchiveAfterDays', 90],
    expire: ['configExpireAfterDays', 2557],
    what: 'snapshots and histories',
  });
}

function check(yaml: YamlFile, key: string, faultOf: (value: unknown) => Fault | undefined): void {
  const value = yaml.value[key];
  const fault = value === undefined ? undefined : faultOf(value);
  if (fault) {
    throw problemAt(yaml, [key], { ...fault, cause: `${key}: ${fault.cause}` });
  }
}

function faultOfGlobalRegion(value: unknown, yaml: YamlFile): Fault | undefined {
  const { governedRegions, homeRegion } = yaml.value;
  const region = value === '' ? homeRegion : value;
  const governed = Array.isArray(governedRegions) ? governedRegions : undefined;
  if (value !== '' && (typeof value !== 'string' || governed?.includes(value) === false)) {
    return {
      cause: `${JSON.stringify(value)} is no governed region, and no region would record IAM`,
      remedy: `use one of ${governed?.join(', ') ?? 'governedRegions'}, or '' for the home region`,
    };
  }

  return withoutGlobalTypes.includes(String(region))
    ? {
        cause: `AWS Config came to ${region} after February 2022, and records no IAM there`,
        remedy: 'use a governed region that is older, such as one of those enabled by default',
      }
    : undefined;
}

function faultOfTypes(value: unknown): Fault | undefined {
  const types: unknown[] = Array.isArray(value) ? value : [value];
  const wrong = types.find((type) => typeof type !== 'string' || !resourceType.test(type));
  if (wrong !== undefined || !Array.isArray(value)) {
    return {
      cause: `${JSON.stringify(wrong ?? value)} is no resource type`,
      remedy: 'give a list of types such as AWS::EC2::NetworkInterface; an empty one for none',
    };
  }

  return faultOfRepetition(value);
}
