import type { Outside } from '../damage.ts';
import { busDamages } from './buses.ts';
import { outsideEvidenceDamages } from './evidence.ts';
import { outsideFunctionDamages } from './functions.ts';
import { messageDamages } from './messages.ts';

/** What is tried from outside of the account that has it. */
export const outsideDamages: readonly Outside[] = [
  ...busDamages,
  ...messageDamages,
  ...outsideEvidenceDamages,
  ...outsideFunctionDamages,
];
