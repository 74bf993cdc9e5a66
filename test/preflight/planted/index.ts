import { config } from './config.ts';
import { guardDuty } from './guard-duty.ts';
import { names } from './names.ts';
import { organization } from './organization.ts';
import { quotas } from './quotas.ts';
import { stacks } from './stacks.ts';
import { state } from './state.ts';
import { trails } from './trails.ts';
import type { Planted } from './world.ts';

/** All at once; accounts are closed, and regions disabled, when nothing more is planted there. */
export const planted: readonly Planted[] = [
  config,
  guardDuty,
  trails,
  quotas,
  names,
  stacks,
  state,
  organization,
];
