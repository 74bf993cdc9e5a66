import type { YamlFile } from 'ofn-rehearse';
import type { KnownAccounts } from './config-accounts.ts';
import { checkConfigRules } from './config-rules.ts';
import { checkConfigValues } from './config-values.ts';
import { checkConformancePacks } from './conformance-packs.ts';

/**
 * Checks all that an operator sets of AWS Config: the parameters, the list of rules, and the list
 * of conformance packs with their files.
 *
 * @throws Problem for the first thing that can't be deployed, with file and line
 */
export function checkConfig(parameters: YamlFile, accounts: KnownAccounts): void {
  checkConfigValues(parameters, accounts);
  checkConfigRules(parameters, accounts);
  checkConformancePacks(parameters, accounts);
}
