import { alarmDamages } from './alarms.ts';
import { bucketDamages } from './buckets.ts';
import { buildDamages } from './builds.ts';
import type { Damage } from './damage.ts';
import { eventDamages } from './events.ts';
import { evidenceDamages } from './evidence.ts';
import { functionDamages } from './functions.ts';
import { keyDamages } from './keys.ts';
import { logDamages } from './logs.ts';
import { managementDamages } from './management.ts';
import { messagingDamages } from './messaging.ts';
import { outsideDamages } from './outsiders/index.ts';
import { queryAndScanDamages } from './queries-and-scans.ts';
import { recordingDamages } from './recording.ts';
import { roleDamages } from './roles.ts';
import { stackDamages } from './stacks.ts';
import { starvingDamages } from './starving.ts';
import { topicDamages } from './topic.ts';

/** All damage that is done to a rehearsed organization. */
export const damages: readonly Damage[] = [
  ...eventDamages,
  ...functionDamages,
  ...topicDamages,
  ...messagingDamages,
  ...evidenceDamages,
  ...bucketDamages,
  ...keyDamages,
  ...logDamages,
  ...alarmDamages,
  ...roleDamages,
  ...recordingDamages,
  ...queryAndScanDamages,
  ...buildDamages,
  ...starvingDamages,
  ...stackDamages,
  ...managementDamages,
  ...outsideDamages,
];
