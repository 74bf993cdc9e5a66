import { accountsOf, type Chart, type ReadText, regionsOf } from '../preflight/deployment/chart.ts';
import { stackTasks } from '../preflight/deployment/tasks.ts';
import { keyOf, type Wanted } from './leaving.ts';

/**
 * What the task files deploy, in the accounts that exist.
 *
 * @throws Problem when a file is not YAML
 */
export function wantedBy(tasksFile: string, chart: Chart, read: ReadText): Wanted {
  const names = new Set<string>();
  const places = new Set<string>();
  const regions = new Set<string>();
  for (const { stackName, binding } of stackTasks(tasksFile, chart, read)) {
    names.add(stackName);
    for (const region of regionsOf(binding)) {
      regions.add(region);
      for (const name of accountsOf(chart, binding)) {
        const accountId = chart.accounts.get(name)?.id;
        if (accountId !== undefined) {
          places.add(keyOf({ stackName, accountId, region }));
        }
      }
    }
  }
  return { names, places, regions };
}
