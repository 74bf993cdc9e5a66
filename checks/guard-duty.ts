import type { YamlFile } from 'ofn-rehearse';
import { featureRules } from '../custom-resources/guard-duty-organization/features.ts';
import { checkItems, checkParameter, type Fault, oneOf } from './parameter.ts';

const remedy =
  'give NAME, NAME=off or NAME=leave, with @REGION behind it for one region, such as ' +
  'RDS_LOGIN_EVENTS=leave@ap-east-2';

/**
 * Checks the parameters of GuardDuty, as its functions will read them.
 *
 * @throws Problem for the first that can't be deployed, with its line
 */
export function checkGuardDuty(yaml: YamlFile): void {
  checkItems(yaml, 'guardDutyFeatures', (entry) => faultOf([entry], ', which is no setting'));
  checkParameter(yaml, 'guardDutyFeatures', (entries) =>
    faultOf(entries, 'has a feature twice for one region'),
  );
  checkParameter(yaml, 'guardDutyMembers', oneOf(['declared', 'all'], 'is not known'));
}

function faultOf(entries: unknown, cause: string): Fault | undefined {
  try {
    featureRules(entries, 'guardDutyFeatures');
    return undefined;
  } catch {
    return { cause, remedy };
  }
}
