import { readReportBucket } from './checks/report-bucket.ts';
import { readReportHarvest } from './checks/report-harvest.ts';
import { readReportDelivery } from './checks/reports.ts';
import type { Row } from './types.ts';

/** What is expected of security-reporting: a part of the table in expected.ts. */
export const reportRows: readonly Row[] = [
  {
    service: 'report-bucket',
    capability: 'security-reporting',
    title: 'The account has a private bucket of its own reports',
    accounts: 'all',
    scope: 'home-region',
    expected: 'on',
    read: readReportBucket,
  },
  {
    service: 'report-delivery',
    capability: 'security-reporting',
    title: 'New reports reach the queue of the dispatcher, and none has failed',
    accounts: 'security',
    scope: 'home-region',
    expected: 'on',
    read: readReportDelivery,
  },
  {
    service: 'report-harvest',
    capability: 'security-reporting',
    title: 'The StackSet of report buckets reaches every active account',
    accounts: 'management',
    scope: 'home-region',
    expected: 'on',
    read: readReportHarvest,
  },
];
