import { ofStack } from '../repairs.ts';
import type { Row } from '../types.ts';

/** The cell of stacks whose capability has no row of its own in their account and region. */
export const otherStacksRow: Row = {
  service: 'other-stacks',
  title: 'Stacks without a row of their own have the values of their templates',
  onWhen: 'stacks of capabilities that have no row there have the values of their templates (6)',
  repair: ofStack,
  accounts: 'all',
  scope: 'every-region',
  expected: 'on',
  read: async () => ({ actual: 'on' }),
};
