import type { Case } from './case.ts';
import { flowCases } from './flows.ts';
import { periodCases } from './periods.ts';
import { principalCases } from './principals.ts';
import { roleCases } from './roles.ts';
import { trailCases } from './trail.ts';

export const cases: readonly Case[] = [
  ...trailCases,
  ...roleCases,
  ...principalCases,
  ...flowCases,
  ...periodCases,
];
