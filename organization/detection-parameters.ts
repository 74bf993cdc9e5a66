import { SettingsError } from './errors.ts';
import type { FindingSource, Settings } from './types.ts';

/** Whose findings can be told. */
export const findingSources: readonly FindingSource[] = [
  ...(['guardduty', 'security-hub', 'access-analyzer', 'config'] as const),
];

/** How `settings.ts` reads a key of organization-parameters.yml. */
interface Reader {
  text(key: string, fallback?: string): string;
  list(key: string, fallback?: readonly string[]): string[];
}

/**
 * What the ledger needs to know of GuardDuty and findings.
 *
 * @throws SettingsError that names the key, the value, and what is allowed
 */
export function detectionParameters(
  read: Reader,
  file: string,
): Pick<Settings, 'guardDutyMembership'> & {
  findingSources: FindingSource[];
  findingAdoptedExports: string[];
} {
  return {
    guardDutyMembership: membership(read.text('guardDutyMembership', 'organization'), file),
    findingSources: read
      .list('findingSources', ['guardduty', 'config'])
      .map((value) => findingSource(value, file)),
    findingAdoptedExports: read.list('findingAdoptedExports', []),
  };
}

function membership(value: string, file: string): Settings['guardDutyMembership'] {
  if (value !== 'organization' && value !== 'invitation') {
    throw new SettingsError(
      `${file}: guardDutyMembership is '${value}': use one of organization, invitation`,
    );
  }
  return value;
}

function findingSource(value: string, file: string): FindingSource {
  const known = findingSources.find((source) => source === value);
  if (known === undefined) {
    const allowed = findingSources.join(', ');
    throw new SettingsError(`${file}: findingSources has '${value}': use any of ${allowed}`);
  }
  return known;
}
