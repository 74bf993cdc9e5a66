import type { Reader } from '../types.ts';
import { alarmReaders } from './alarms.ts';
import { bucketReaders } from './buckets.ts';
import { eventReaders } from './events.ts';
import { functionReaders } from './functions.ts';
import { keyReaders } from './keys.ts';
import { logReaders } from './logs.ts';
import { messagingReaders } from './messaging.ts';
import { queryReaders } from './queries.ts';
import { recorderReaders } from './recorders.ts';
import { repositoryReaders } from './repositories.ts';
import { roleReaders } from './roles.ts';
import { tableReaders } from './tables.ts';
import { trailReaders } from './trails.ts';

/** By the CloudFormation type. */
export const readers: Readonly<Record<string, Reader>> = {
  ...alarmReaders,
  ...bucketReaders,
  ...eventReaders,
  ...functionReaders,
  ...keyReaders,
  ...logReaders,
  ...messagingReaders,
  ...queryReaders,
  ...recorderReaders,
  ...repositoryReaders,
  ...roleReaders,
  ...tableReaders,
  ...trailReaders,
};
