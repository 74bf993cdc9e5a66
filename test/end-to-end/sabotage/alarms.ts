import { TestMetricFilterCommand } from '@aws-sdk/client-cloudwatch-logs';
import pMap from 'p-map';
import type { CloudTrailRecord } from '../../../scenarios/attacks/techniques.ts';
import type { World } from '../../../scenarios/scenario.ts';
import type { Inside } from '../../../scenarios/tamper-protection/damages/damage.ts';
import { alarmClients, deployedFilters } from '../../../scenarios/trail-alarms/alarms.ts';

/** What the trail has of each damage. */
export type Records = ReadonlyMap<Inside, readonly CloudTrailRecord[]>;

/** Those whose records the filter of an alarm does not match. */
export async function unmatched(
  world: World,
  records: Records,
  alarmOf: (damage: Inside) => string,
): Promise<Inside[]> {
  const filters = await deployedFilters(world);
  const { cloudWatchLogs } = await alarmClients(world);
  const found = await pMap(
    records,
    async ([damage, some]) => {
      const { matches = [] } = await cloudWatchLogs.send(
        new TestMetricFilterCommand({
          filterPattern: filters.get(alarmOf(damage)),
          logEventMessages: some.map((record) => JSON.stringify(record)),
        }),
      );
      return matches.length === 0 ? [damage] : [];
    },
    { concurrency: 4 },
  );
  return found.flat();
}

/** A denial of a change of something that has the prefix of the project. */
export const namesProject = ({ errorMessage, readOnly }: CloudTrailRecord): boolean =>
  readOnly === false && /on resource: \S*[:/]ofn-audit-/.test(String(errorMessage));
