import { REGION } from '../lambda/pattern.ts';
import { region as regionKind } from '../templates/kinds.ts';
import * as declared from '../templates/parameters.ts';
import { type ListedEntry, readConfigList } from './config-lists.ts';
import { SettingsError } from './errors.ts';
import {
  accountIdOf,
  type DeclaredAccounts,
  parseMap,
  type parseOrganization,
} from './organization-file.ts';
import { Reader } from './reader.ts';
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
  trailLogGroup: string;
  trailLogCopy: boolean;
  signInNet: boolean;
  alertTopic: string;
  trailAlarmTopic: string;
  homeRegion: string;
  governedRegions: string[];
  managementAccount: string;
  securityAccount: string;
  logArchiveAccount: string;
  /** The logical name of the unit of suspended accounts; empty if there is none. */
  suspendedOu: string;
  removedCapabilities: string[];
  guardDutyMembership: Settings['guardDutyMembership'];
  guardDutyFeatures: string[];
  guardDutyPublishingFrequency: Settings['guardDutyPublishingFrequency'];
  flowLogDestinations: FlowLogDestination[];
  flowLogTrafficType: Settings['flowLogTrafficType'];
  flowLogAggregationSeconds: Settings['flowLogAggregationSeconds'];
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

/**
 * The lists of rules and packs are read from their own files, which the text names.
 *
 * @param file the file of the text: others are relative to its folder
 * @throws SettingsError that names the key, the value, and what is allowed
 */
export function parseParameters(text: string, file: string): Parameters {
  const map = parseMap(text, file);
  const read = new Reader(map, file);
  const homeRegion = read.matching(declared.homeRegion);
  const trailLogCopy = read.flag(declared.trailLogCopy);
  return {
    resourcePrefix: read.text(declared.resourcePrefix),
    trailLogGroup: read.matching(declared.trailLogGroup),
    trailLogCopy,
    signInNet: read.flag(declared.signInNet),
    alertTopic: read.text(declared.alertTopic),
    trailAlarmTopic: read.text(declared.trailAlarmTopic),
    homeRegion,
    governedRegions: read.allMatching(declared.governedRegions),
    managementAccount: read.text(declared.managementAccount),
    securityAccount: read.text(declared.securityAccount),
    logArchiveAccount: read.text(declared.logArchiveAccount),
    suspendedOu: suspendedUnitIn(map),
    removedCapabilities: read.list(declared.removedCapabilities),
    guardDutyMembership: read.oneOf(declared.guardDutyMembership),
    guardDutyFeatures: read.list(declared.guardDutyFeatures),
    guardDutyPublishingFrequency: read.oneOf(declared.guardDutyPublishingFrequency),
    findingSources: read.anyOf(declared.findingSources),
    findingAdoptedExports: read.list(declared.findingAdoptedExports),
    flowLogDestinations: read.anyOf(declared.flowLogDestinations),
    flowLogTrafficType: read.oneOf(declared.flowLogTrafficType),
    flowLogAggregationSeconds: read.amount(declared.flowLogAggregationSeconds),
    ...configParameters(map, read, { file, homeRegion }),
    signInRegions: read.allMatching(declared.signInRegions),
    reportBucketSuffix: read.matching(declared.reportBucketSuffix),
    reportBucketNamespace: read.oneOf(declared.reportBucketNamespace),
    auditRoleName: read.matching(declared.auditRoleName),
    trustedAccessPrincipals: [
      ...read.list(declared.trustedServices),
      ...(trailLogCopy ? ['observabilityadmin.amazonaws.com'] : []),
    ],
    delegatedAdministratorPrincipals: read.list(declared.delegatedServices),
  };
}

/** Without a unit, it is an empty list. */
function suspendedUnitIn({ suspendedOu = 'SuspendedOu' }: Record<string, unknown>): string {
  return typeof suspendedOu === 'string' ? suspendedOu : '';
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
  read: Reader,
  { file, homeRegion }: { file: string; homeRegion: string },
): ConfigParameters {
  return {
    globalConfigRegion: read.matching(declared.globalConfigRegion) || homeRegion,
    configExcludedResourceTypes: read.list(declared.configExcludedResourceTypes),
    configAdoptedAccounts: read.list(declared.configAdoptedAccounts),
    configExcludedAccounts: read.list(declared.configExcludedAccounts),
    configAggregatorRegions: read.oneOf(declared.configAggregatorRegions),
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
    suspendedOu,
    configAdoptedAccounts,
    configExcludedAccounts,
    configRules,
    conformancePacks,
    ...same
  } = parameters;
  const idOf = (account: string) => accountIdOf(account, organization, accounts);
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
    suspendedAccountIds: accountsIn(suspendedOu, organization, accounts),
    configAdoptedAccountIds: configAdoptedAccounts.map(idOf),
    configExcludedAccountIds: configExcludedAccounts.map(idOf),
    configRules: configRules.map(placed),
    conformancePacks: conformancePacks.map(placed),
  };
}

/** The ids of the accounts that a unit declares, of those that exist. */
function accountsIn(
  unit: string,
  organization: DeclaredAccounts,
  accounts: readonly Account[],
): string[] {
  const inUnit = [...organization].filter(([, account]) => account.unit === unit);
  return inUnit.flatMap(([, { id, email }]) => {
    const found = accounts.find((one) =>
      id === undefined ? one.email.toLowerCase() === email?.toLowerCase() : one.id === id,
    );
    return found ? [found.id] : [];
  });
}

/** @throws SettingsError when it does not look like a region */
export function region(name: string, key: string, file: string): string {
  if (!REGION.test(name)) {
    throw new SettingsError(
      `${file}: ${key} has '${name}': give ${regionKind.constraintDescription}`,
    );
  }
  return name;
}
