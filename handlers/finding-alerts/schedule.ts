import { at, line, listAt } from './fields.ts';
import type { Settings } from './settings.ts';
import type { StartKey } from './starts.ts';

/** What the schedule of templates/config-rules/rule-alerts.yml sends. */
export const CONFIG_RULES = 'Config Rules';

/**
 * The starts that a scheduled event records: sources and regions of this function, or the rules of
 * AWS Config that alert. So a start begins when its stack is deployed, and not with the first finding,
 * which may be an attack years later. Nothing for any other event.
 */
export function startsIn(
  event: unknown,
  { findingSources, regions }: Pick<Settings, 'findingSources' | 'regions'>,
): StartKey[] | undefined {
  switch (at(event, 'detail-type')) {
    case 'Scheduled Event':
      return [
        ...findingSources.map((source): StartKey => `source/${source}`),
        ...regions.map((region): StartKey => `region/${region}`),
      ];
    case CONFIG_RULES:
      return listAt(event, 'rules').map((rule): StartKey => `rule/${line(rule)}`);
    default:
      return undefined;
  }
}
