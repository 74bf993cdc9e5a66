import { isSeq } from 'yaml';
import { editYaml } from './files.ts';

/** organization-tasks.yml without some includes, and without them in each DependsOn. */
export const withoutTasks = (text: string, names: readonly string[]): string =>
  editYaml(text, (document) => {
    for (const name of names) {
      document.delete(name);
    }
    for (const task of Object.keys(document.toJSON() as object)) {
      const needs = document.getIn([task, 'DependsOn']);
      if (typeof needs === 'string' && names.includes(needs)) {
        document.setIn([task, 'DependsOn'], 'OrganizationAccess');
      }
      if (isSeq(needs)) {
        const left = needs.items.filter((item) => !names.includes(String(item)));
        document.setIn([task, 'DependsOn'], document.createNode(left));
      }
    }
  });
