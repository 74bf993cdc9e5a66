import type { Reader } from '../types.ts';
import { alarmReaders } from './alarms.ts';
import { bucketReaders } from './buckets.ts';
import { detectorReaders } from './detectors.ts';
import { eventReaders } from './events.ts';
import { functionReaders } from './functions.ts';
import { keyReaders } from './keys.ts';
import { logReaders } from './logs.ts';
import { messagingReaders } from './messaging.ts';
import { organizationConfigReaders } from './organization-config.ts';
import { queryReaders } from './queries.ts';
import { recorderReaders } from './recorders.ts';
import { repositoryReaders } from './repositories.ts';
import { roleReaders } from './roles.ts';
import { scanReaders } from './scans.ts';
import { stackSetReaders } from './stack-sets.ts';
import { tableReaders } from './tables.ts';
import { trailReaders } from './trails.ts';

/** By the CloudFormation type. */
export const readers: Readonly<Record<string, Reader>> = {
  ...alarmReaders,
  ...bucketReaders,
  ...detectorReaders,
  ...eventReaders,
  ...functionReaders,
  ...keyReaders,
  ...logReaders,
  ...messagingReaders,
  ...organizationConfigReaders,
  ...queryReaders,
  ...recorderReaders,
  ...repositoryReaders,
  ...roleReaders,
  ...scanReaders,
  ...stackSetReaders,
  ...tableReaders,
  ...trailReaders,
};
