import type { YamlFile } from 'ofn-rehearse';
import { patternOf } from '../lambda/pattern.ts';
import * as declared from '../templates/parameters.ts';
import type { KnownAccounts } from './config-accounts.ts';
import { type Fault, type Faults, faultsOfItems, faultsOfParameter, firstOf } from './parameter.ts';
import { signInRegionsOf } from './sign-ins.ts';

/** REGION=NAME,NAME, and nothing behind = where every account has enabled the region. */
const form = patternOf(declared.optInExclusions);

/** The accounts that the stacks of every governed region need. */
const parts = ['managementAccount', 'securityAccount', 'logArchiveAccount'] as const;

/** Logical names of accounts by the region that they have not enabled. */
export type OptInExclusions = ReadonlyMap<string, readonly string[]>;

/** What `optInExclusions` says, once nothing is wrong with it. */
export function optInExclusionsOf(yaml: YamlFile): OptInExclusions {
  const { optInExclusions } = yaml.value;
  const entries: unknown[] = Array.isArray(optInExclusions) ? optInExclusions : [];
  return new Map(entries.map((entry) => split(String(entry))));
}

function split(entry: string): [region: string, names: string[]] {
  const [region = '', names = ''] = entry.split('=');
  return [region, names.split(',').filter((name) => name !== '')];
}

/** What can't be deployed of the regions that accounts have not enabled, and of the accounts. */
export function faultsOfOptInExclusions(yaml: YamlFile, known: KnownAccounts): Faults {
  return firstOf(
    () => faultsOfItems(yaml, 'optInExclusions', (entry) => faultOfEntry(entry, yaml, known)),
    () => faultsOfParameter(yaml, 'optInExclusions', faultOfRepeatedRegion),
  );
}

const faultOfEntry = (entry: unknown, yaml: YamlFile, known: KnownAccounts): Fault | undefined =>
  typeof entry === 'string' && form.test(entry)
    ? (faultOfRegion(split(entry), yaml) ?? faultOfNames(split(entry)[1], yaml, known))
    : {
        cause: ', which is not a region with accounts',
        remedy: "give texts without blanks, such as 'me-south-1=SandboxAccount,TestAccount'",
      };

function faultOfRepeatedRegion(entries: unknown): Fault | undefined {
  const regions = (entries as string[]).map((entry) => split(entry)[0]);
  const twice = regions.find((region, index) => regions.indexOf(region) < index);
  return twice === undefined
    ? undefined
    : { cause: `has ${twice} twice`, remedy: `name all accounts behind one ${twice}=` };
}

function faultOfRegion([region, names]: [string, string[]], yaml: YamlFile): Fault | undefined {
  const {
    homeRegion = declared.homeRegion.default,
    governedRegions,
    globalConfigRegion,
  } = yaml.value;
  const governed: unknown[] = Array.isArray(governedRegions) ? governedRegions : [];
  if (region === homeRegion) {
    return {
      cause: ': the home region is one that every account has',
      remedy: 'remove it, and enable the region in each account',
    };
  }
  if (!governed.includes(region) && !signInRegionsOf(yaml).includes(region)) {
    return {
      cause: `: ${region} is in neither governedRegions nor signInRegions`,
      remedy: 'govern the region, or remove it here',
    };
  }
  return names.length > 0 && region === globalConfigRegion
    ? {
        cause: `: globalConfigRegion is ${region}, and IAM of these accounts would not be recorded`,
        remedy: 'record IAM in a region that every account has, such as the home region',
      }
    : undefined;
}

function faultOfNames(
  names: readonly string[],
  yaml: YamlFile,
  { names: known, organizationFile }: KnownAccounts,
): Fault | undefined {
  const needed = new Map(parts.map((key) => [refOf(yaml.value[key]), key]));
  for (const [index, name] of names.entries()) {
    if (known?.has(name) === false) {
      return {
        cause: `: ${name} is not an account of ${organizationFile}`,
        remedy: `use any of ${[...known].join(', ')}`,
      };
    }
    const part = needed.get(name);
    if (part) {
      return {
        cause: `: ${name} is the ${part}, which every governed region needs`,
        remedy: 'enable the region in that account',
      };
    }
    if (names.indexOf(name) < index) {
      return { cause: `: ${name} is there twice`, remedy: 'remove one of them' };
    }
  }
  return undefined;
}

const refOf = (value: unknown): unknown => (value as { Ref?: unknown } | null | undefined)?.Ref;
