import type { Damage } from '../damage.ts';
import { alarmDamages } from './alarms.ts';
import { bucketDamages } from './buckets.ts';
import { eventDamages } from './events.ts';
import { functionDamages } from './functions.ts';
import { organizationDamages } from './organization.ts';
import { permissionDamages } from './permissions.ts';
import { stackDamages } from './stacks.ts';

/** Those that can be undone first. */
export const damages: readonly Damage[] = [
  ...alarmDamages,
  ...bucketDamages,
  ...eventDamages,
  ...functionDamages,
  ...organizationDamages,
  ...permissionDamages,
  ...stackDamages,
];
