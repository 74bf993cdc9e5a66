import type { Finding, Run, Scan } from '../../../security-audit/types.ts';

/** A scan of account `a`, by Prowler, that was made; tests change what they are about. */
export function aScan(change: Partial<Scan> & { id?: string } = {}): Scan {
  const { id = 'a', ...rest } = change;
  return { account: { id, name: '' }, tool: 'prowler', status: 'scanned', files: [], ...rest };
}

/** A finished run of Prowler over the accounts of its scans. */
export function aRun(scans: Scan[], change: Partial<Run> = {}): Run {
  const ids = [...new Set(scans.map(({ account }) => account.id))];
  return {
    id: '2026-11-28T09-30-00Z',
    date: '2026-11-28',
    startedAt: '2026-11-28T09:30:00Z',
    finishedAt: '2026-11-28T10:30:00Z',
    role: 'AssumableSecurityAuditRole',
    tools: [{ name: 'prowler', version: '5.40.0' }],
    accounts: ids.map((id) => ({ id, name: `name-${id}`, state: 'ACTIVE' })),
    scans,
    ...change,
  };
}

export function aFinding(change: Partial<Finding> = {}): Finding {
  return {
    account: 'a',
    tool: 'prowler',
    check: 's3_bucket_object_versioning',
    title: 'S3 bucket has object versioning enabled',
    severity: 'medium',
    service: 's3',
    region: 'eu-west-1',
    resource: 'arn:aws:s3:::logs',
    controls: [],
    ...change,
  };
}

/** Both tools, each with a version. */
export const bothTools: Run['tools'] = [
  { name: 'prowler', version: '5.40.0' },
  { name: 'scoutsuite', version: '5.14.0' },
];
