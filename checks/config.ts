import type { YamlFile } from 'ofn-rehearse';
import type { KnownAccounts } from './config-accounts.ts';
import { faultsOfConfigRules } from './config-rules.ts';
import { faultsOfConfigValues } from './config-values.ts';
import { faultsOfConformancePacks } from './conformance-packs.ts';
import type { Faults } from './parameter.ts';

/**
 * What can't be deployed of all that an operator sets of AWS Config: the parameters, the list of
 * rules, and the list of conformance packs with their files.
 */
export function* faultsOfConfig(parameters: YamlFile, accounts: KnownAccounts): Faults {
  yield* faultsOfConfigValues(parameters, accounts);
  yield* faultsOfConfigRules(parameters, accounts);
  yield* faultsOfConformancePacks(parameters, accounts);
}
