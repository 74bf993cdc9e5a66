import { auditParameters } from './audits.ts';
import { type ListedEntry, readConfigList } from './config-lists.ts';
import { detectionParameters } from './detection-parameters.ts';
import { SettingsError } from './errors.ts';
import { parseMap, type parseOrganization, resolveAccountId } from './organization-file.ts';
import { reportParameters } from './report-buckets.ts';
import type {
  Account,
  ConfigEntry,
  FindingSource,
  FlowLogDestination,
  ReportBucketNamespace,
  Settings,
} from './types.ts';

/** organization-parameters.yml, as far as the ledger needs it. Accounts are logical names. */
export interface Parameters {
  resourcePrefix: string;
  homeRegion: string;
  governedRegions: string[];
  managementAccount: string;
  securityAccount: string;
  logArchiveAccount: string;
  guardDutyMembership: Settings['guardDutyMembership'];
  flowLogDestinations: FlowLogDestination[];
  globalConfigRegion: string;
  configExcludedResourceTypes: string[];
  configAdoptedAccounts: string[];
  /** Logical names, or ids. */
  configExcludedAccounts: string[];
  configAggregatorRegions: Settings['configAggregatorRegions'];
  configRules: ListedEntry[];
  conformancePacks: ListedEntry[];
  signInRegions: string[];
  findingSources: FindingSource[];
  findingAdoptedExports: string[];
  reportBucketSuffix: string;
  reportBucketNamespace: ReportBucketNamespace;
  auditRoleName: string;
  trustedAccessPrincipals: string[];
  delegatedAdministratorPrincipals: string[];
}

/** The defaults of templates/organization-access/_tasks.yml, which a test compares. */
const trustedServices = [
  'access-analyzer.amazonaws.com',
  'cloudtrail.amazonaws.com',
  'config.amazonaws.com',
  'config-multiaccountsetup.amazonaws.com',
  'guardduty.amazonaws.com',
  'malware-protection.guardduty.amazonaws.com',
  'member.org.stacksets.cloudformation.amazonaws.com',
];

/** GuardDuty is not one of them: it is delegated by its own API, region by region. */
const delegatedServices = [
  'access-analyzer.amazonaws.com',
  'config.amazonaws.com',
  'config-multiaccountsetup.amazonaws.com',
];

/** The default of templates/sign-in-monitoring: where AWS tells sign-ins to its global page. */
export const defaultSignInRegions: readonly string[] = [
  ...['us-east-1', 'us-east-2', 'eu-north-1', 'ap-southeast-2'],
];

/**
 * The lists of rules and packs are read from their own files, which the text names.
 *
 * @param file the file of the text: others are relative to its folder
 * @throws SettingsError that names the key, the value, and what is allowed
 */
export function parseParameters(text: string, file: string): Parameters {
  const map = parseMap(text, file);
  const read = reader(map, file);
  const homeRegion = region(read.text('homeRegion'), 'homeRegion', file);
  const governedRegions = read
    .list('governedRegions')
    .map((name) => region(name, 'governedRegions', file));
  return {
    resourcePrefix: read.text('resourcePrefix', 'ofn-audit'),
    homeRegion,
    governedRegions,
    managementAccount: read.text('managementAccount'),
    securityAccount: read.text('securityAccount'),
    logArchiveAccount: read.text('logArchiveAccount'),
    ...detectionParameters(read, file),
    flowLogDestinations: read
      .list('flowLogDestinations', ['s3', 'cloud-watch-logs'])
      .map((value) => flowLogDestination(value, file)),
    ...configParameters(map, read, { file, homeRegion }),
    signInRegions: read
      .list('signInRegions', defaultSignInRegions)
      .map((name) => region(name, 'signInRegions', file)),
    ...reportParameters(map, file),
    ...auditParameters(map, file),
    trustedAccessPrincipals: read.list('trustedServices', trustedServices),
    delegatedAdministratorPrincipals: read.list('delegatedServices', delegatedServices),
  };
}

type ConfigParameters = Pick<
  Parameters,
  | 'globalConfigRegion'
  | 'configExcludedResourceTypes'
  | 'configAdoptedAccounts'
  | 'configExcludedAccounts'
  | 'configAggregatorRegions'
  | 'configRules'
  | 'conformancePacks'
>;

function configParameters(
  map: Record<string, unknown>,
  read: ReturnType<typeof reader>,
  { file, homeRegion }: { file: string; homeRegion: string },
): ConfigParameters {
  // Empty is the home region.
  const globalRegion = map['globalConfigRegion'] === '' ? homeRegion : undefined;
  return {
    globalConfigRegion: region(
      globalRegion ?? read.text('globalConfigRegion', homeRegion),
      'globalConfigRegion',
      file,
    ),
    configExcludedResourceTypes: read.list('configExcludedResourceTypes', []),
    configAdoptedAccounts: read.list('configAdoptedAccounts', []),
    configExcludedAccounts: read.list('configExcludedAccounts', []),
    configAggregatorRegions: aggregatorRegions(
      read.text('configAggregatorRegions', 'governed'),
      file,
    ),
    configRules: readConfigList(file, 'configRules', map['configRules']),
    conformancePacks: readConfigList(file, 'conformancePacks', map['conformancePacks']),
  };
}

/** The settings of an organization, from its two files and the accounts that it lists. */
export function settingsFrom(input: {
  parameters: Parameters;
  organization: ReturnType<typeof parseOrganization>;
  accounts: readonly Account[];
  /** Optional. Regions to read instead of governedRegions. */
  regions?: readonly string[];
}): Settings {
  const { parameters, organization, accounts, regions } = input;
  const {
    managementAccount,
    securityAccount,
    logArchiveAccount,
    configAdoptedAccounts,
    configExcludedAccounts,
    configRules,
    conformancePacks,
    ...same
  } = parameters;
  const idOf = (account: string) =>
    /^\d{12}$/.test(account) ? account : resolveAccountId(account, organization, accounts);
  const placed = ({ excludedAccounts, ...entry }: ListedEntry): ConfigEntry => ({
    ...entry,
    excludedAccountIds: excludedAccounts.map(idOf),
  });
  return {
    ...same,
    governedRegions: regions ?? parameters.governedRegions,
    managementAccountId: idOf(managementAccount),
    securityAccountId: idOf(securityAccount),
    logArchiveAccountId: idOf(logArchiveAccount),
    configAdoptedAccountIds: configAdoptedAccounts.map(idOf),
    configExcludedAccountIds: configExcludedAccounts.map(idOf),
    configRules: configRules.map(placed),
    conformancePacks: conformancePacks.map(placed),
  };
}

/** @throws SettingsError when it does not look like a region */
export function region(name: string, key: string, file: string): string {
  if (!/^[a-z]{2,}(-[a-z]+)+-\d+$/.test(name)) {
    throw new SettingsError(`${file}: ${key} has '${name}': give a region such as eu-west-1`);
  }
  return name;
}

function aggregatorRegions(value: string, file: string): Settings['configAggregatorRegions'] {
  if (value !== 'governed' && value !== 'all') {
    throw new SettingsError(
      `${file}: configAggregatorRegions is '${value}': use one of governed, all`,
    );
  }
  return value;
}

function flowLogDestination(value: string, file: string): FlowLogDestination {
  if (value !== 's3' && value !== 'cloud-watch-logs') {
    throw new SettingsError(
      `${file}: flowLogDestinations has '${value}': use any of s3, cloud-watch-logs`,
    );
  }
  return value;
}

function reader(map: Record<string, unknown>, file: string) {
  return {
    text(key: string, fallback?: string): string {
      const value = map[key] ?? fallback;
      if (typeof value !== 'string' || value === '') {
        throw new SettingsError(`${file}: ${key} is ${shown(value)}: give it a text`);
      }
      return value;
    },
    list(key: string, fallback?: readonly string[]): string[] {
      const value = map[key] ?? fallback;
      const items = typeof value === 'string' ? value.split(',').map((one) => one.trim()) : value;
      const empty = Array.isArray(items) && items.length === 0 && fallback === undefined;
      if (!Array.isArray(items) || empty || items.some((one) => typeof one !== 'string')) {
        throw new SettingsError(`${file}: ${key} is ${shown(value)}: give it a list of texts`);
      }
      return items as string[];
    },
  };
}

function shown(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value);
}
