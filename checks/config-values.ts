import { partsAt, type YamlFile } from 'ofn-rehearse';
import { faultsOfExcluded, faultsOfReferences, type KnownAccounts } from './config-accounts.ts';
import type { Fault, Faults } from './parameter.ts';

/**
 * Regions that can't record IAM: AWS Config came to them after February 2022.
 *
 * @see https://docs.aws.amazon.com/config/latest/developerguide/select-resources.html
 */
const withoutGlobalTypes: readonly string[] = [
  'ap-south-2',
  'ap-southeast-4',
  'ap-southeast-5',
  'ap-southeast-7',
  'ca-west-1',
  'eu-central-2',
  'eu-south-2',
  'il-central-1',
  'me-central-1',
  'mx-central-1',
];

/**
 * What can't be deployed of the parameters of AWS Config in organization-parameters.yml; those that
 * are not there have the defaults of templates/config-recorder/_tasks.yml and its siblings.
 */
export function* faultsOfConfigValues(yaml: YamlFile, accounts: KnownAccounts): Faults {
  yield* at(yaml, 'globalConfigRegion', (value) => faultsOfGlobalRegion(value, yaml));
  yield* at(yaml, 'configAdoptedAccounts', (value) => faultsOfReferences(value, accounts));
  yield* at(yaml, 'configExcludedAccounts', (value) => faultsOfExcluded(value, accounts));
}

function* at(yaml: YamlFile, key: string, faultsOf: (value: unknown) => Iterable<Fault>): Faults {
  const value = yaml.value[key];
  for (const fault of value === undefined ? [] : faultsOf(value)) {
    yield partsAt(yaml, [key], { ...fault, cause: `${key}: ${fault.cause}` });
  }
}

function* faultsOfGlobalRegion(value: unknown, yaml: YamlFile): Generator<Fault> {
  const { governedRegions, homeRegion } = yaml.value;
  const region = value === '' ? homeRegion : value;
  const governed = Array.isArray(governedRegions) ? governedRegions : undefined;
  if (value !== '' && (typeof value !== 'string' || governed?.includes(value) === false)) {
    yield {
      cause: `${JSON.stringify(value)} is not a governed region, and no region would record IAM`,
      remedy: `use one of ${governed?.join(', ') ?? 'governedRegions'}, or '' for the home region`,
    };
  } else if (withoutGlobalTypes.includes(String(region))) {
    yield {
      cause: `AWS Config came to ${region} after February 2022, and records no IAM there`,
      remedy: 'use a governed region that is older, such as one of those enabled by default',
    };
  }
}
