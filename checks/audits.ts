import { partsAt, type YamlFile } from 'ofn-rehearse';
import { type Fault, type Faults, faultsOfItems } from './parameter.ts';

/** What can't be deployed of the audit role and of security audits, besides what is declared. */
export function* faultsOfAudits(yaml: YamlFile): Faults {
  yield* faultsOfItems(yaml, 'auditScanners', faultOfScanner);
  yield* faultsOfTools(yaml);
}

function faultOfScanner(value: unknown): Fault | undefined {
  return typeof value === 'string' && value.startsWith('*')
    ? {
        cause: ', which admits roles other than those that scan',
        remedy: 'begin it with the name of a role, such as AWSReservedSSO_SecurityAudit_*',
      }
    : undefined;
}

function* faultsOfTools(yaml: YamlFile): Faults {
  const { auditTools } = yaml.value;
  if (Array.isArray(auditTools) && auditTools.length === 0) {
    yield partsAt(yaml, ['auditTools'], {
      cause: 'auditTools is empty: nothing would scan',
      remedy: 'give prowler, scoutsuite or both; or take SecurityAudit out of the task file',
    });
  }
}
