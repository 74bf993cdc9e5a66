import { SettingsError } from './errors.ts';

/**
 * The default is that of templates/audit-role.
 *
 * @throws SettingsError when IAM would refuse the name
 */
export function auditParameters(
  map: Readonly<Record<string, unknown>>,
  file: string,
): { auditRoleName: string } {
  const name = map['auditRoleName'] ?? 'AssumableSecurityAuditRole';
  if (typeof name !== 'string' || !/^[\w+=,.@-]{1,64}$/.test(name)) {
    throw new SettingsError(
      `${file}: auditRoleName is ${JSON.stringify(name)}: give 1 to 64 letters, digits and any of _+=,.@-`,
    );
  }
  return { auditRoleName: name };
}
