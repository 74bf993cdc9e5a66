import type { Severity, Tool } from '../types.ts';

/** Most severe first. */
export const severities = [
  'critical',
  'high',
  'medium',
  'low',
  'informational',
] as const satisfies readonly Severity[];

export const toolNames: Record<Tool, string> = { prowler: 'Prowler', scoutsuite: 'ScoutSuite' };
