import type { YamlFile } from 'ofn-rehearse';
import { featureRules } from '../custom-resources/guard-duty-organization/features.ts';
import { type Fault, type Faults, faultsOfItems, faultsOfParameter, firstOf } from './parameter.ts';

const remedy =
  'give NAME, NAME=off or NAME=leave, with @REGION behind it for one region, such as ' +
  'RDS_LOGIN_EVENTS=leave@ap-east-2';

/** What can't be deployed of the parameters of GuardDuty, as its functions will read them. */
export function* faultsOfGuardDuty(yaml: YamlFile): Faults {
  const key = 'guardDutyFeatures';
  yield* firstOf(
    () => faultsOfItems(yaml, key, (entry) => faultOf([entry], ', which is not a setting')),
    () =>
      faultsOfParameter(yaml, key, (entries) =>
        faultOf(entries, 'has a feature twice for one region'),
      ),
  );
}

function faultOf(entries: unknown, cause: string): Fault | undefined {
  try {
    featureRules(entries, 'guardDutyFeatures');
    return undefined;
  } catch {
    return { cause, remedy };
  }
}
