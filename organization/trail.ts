import type { Settings } from './types.ts';

/** The log group of every account's calls, in the management account and home region. */
export const trailLogGroupOf = ({
  resourcePrefix,
  trailLogGroup,
}: Pick<Settings, 'resourcePrefix' | 'trailLogGroup'>): string =>
  trailLogGroup || `${resourcePrefix}-cloud-trail`;
