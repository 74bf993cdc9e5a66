import type { Damage } from './damage.ts';
import { eventDamages } from './events.ts';
import { evidenceDamages } from './evidence.ts';
import { functionDamages } from './functions.ts';
import { logDamages } from './logs.ts';
import { managementDamages } from './management.ts';
import { messagingDamages } from './messaging.ts';
import { queryAndScanDamages } from './queries-and-scans.ts';
import { recordingDamages } from './recording.ts';
import { roleDamages } from './roles.ts';
import { stackDamages } from './stacks.ts';

/** All damage that is done to a rehearsed organization at once, without that to the trail. */
export const damages: readonly Damage[] = [
  ...eventDamages,
  ...functionDamages,
  ...messagingDamages,
  ...evidenceDamages,
  ...logDamages,
  ...roleDamages,
  ...recordingDamages,
  ...queryAndScanDamages,
  ...stackDamages,
  ...managementDamages,
];
