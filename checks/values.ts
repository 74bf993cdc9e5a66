import { partsAt, type YamlFile } from 'ofn-rehearse';
import type { Faults } from './parameter.ts';

/**
 * Regions that every account has from the start. The home region is one of them:
 * an account that has not opted in to it would be recorded nowhere.
 *
 * @see https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
 */
const enabledByDefault: readonly string[] = [
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
  'ca-central-1',
  'sa-east-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
];

/** Partitions in which no region is opted in to. */
const otherPartitions = /^(cn|us-gov|us-iso[a-z]*|eu-isoe|eusc)-/;

/**
 * Values of organization-parameters.yml that each look right and yet can't be deployed, or would not
 * do what they say.
 */
export function* faultsOfValues(yaml: YamlFile): Faults {
  yield* faultsOfHomeRegion(yaml);
  yield* faultsOfElevatedRoles(yaml);
}

function* faultsOfHomeRegion(yaml: YamlFile): Faults {
  const { homeRegion } = yaml.value;
  if (typeof homeRegion !== 'string' || otherPartitions.test(homeRegion)) {
    return;
  }
  if (!enabledByDefault.includes(homeRegion)) {
    yield partsAt(yaml, ['homeRegion'], {
      cause: `the home region is ${homeRegion}, which accounts have to opt in to: those that have not would not be recorded`,
      remedy: `use one of ${[...enabledByDefault].sort().join(', ')}; ${homeRegion} can be one of governedRegions`,
    });
  }
}

function* faultsOfElevatedRoles(yaml: YamlFile): Faults {
  const value = yaml.value.elevatedRoles;
  if (value === undefined) {
    return;
  }
  const roles = [value].flat();
  if (roles.length === 0 || roles.some((role) => typeof role !== 'string' || role === '')) {
    yield partsAt(yaml, ['elevatedRoles'], {
      cause: `elevatedRoles is ${JSON.stringify(value)}: no use of a role would raise an alarm`,
      remedy: 'name one role or more, such as break-glass',
    });
  }
}
