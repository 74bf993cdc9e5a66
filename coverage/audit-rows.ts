import { readAuditRole } from './checks/audit-role.ts';
import { readSecurityAudit } from './checks/security-audit.ts';
import type { Row } from './types.ts';

/** What is expected of audit-role and security-audit: a part of the table in expected.ts. */
export const auditRows: readonly Row[] = [
  {
    service: 'audit-role',
    capability: 'audit-role',
    title: 'The account has the audit role, which the security account alone assumes',
    accounts: 'all',
    scope: 'home-region',
    expected: 'on',
    read: readAuditRole,
  },
  {
    service: 'security-audit',
    capability: 'security-audit',
    title: 'Every account is scanned on schedule, and the last scan missed none',
    accounts: 'security',
    scope: 'home-region',
    expected: 'on',
    read: readSecurityAudit,
  },
];
