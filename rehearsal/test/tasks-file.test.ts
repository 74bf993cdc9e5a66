import { expect } from 'chai';
import { matchPattern, tasksOf, withDependencies } from '../tasks-file.ts';
import { parseYaml } from '../yaml.ts';

const tasks = tasksOf(
  parseYaml(
    'tasks.yml',
    `Parameters: { prefix: { Type: String } }
Organization: { Type: update-organization, Template: ./organization.yml }
Artifacts: { Type: include, Path: ./artifacts.yml }
Access: { Type: update-stacks, DependsOn: [Artifacts], Template: ./a.yml, StackName: a }
GuardDuty: { Type: include, DependsOn: Access, Path: ./guard-duty.yml }
Other: { Type: include, Path: ./other.yml }
`,
  ),
);

const names = (glob: string): string[] => withDependencies(tasks, glob).map(({ name }) => name);

describe('--match', () => {
  it('names a task as it is written, or in kebab-case', () => {
    expect(names('GuardDuty')).to.deep.equal(names('guard-duty'));
  });

  it('brings what the task depends on, and the organization', () => {
    expect(names('guard-duty')).to.deep.equal(['Organization', 'Artifacts', 'Access', 'GuardDuty']);
  });

  it('is a glob', () => {
    expect(names('*')).to.deep.equal(tasks.map(({ name }) => name));
  });

  it('finds nothing, not even the organization, when no task has the name', () => {
    expect(names('flow-logs')).to.deep.equal([]);
  });

  it('covers all that an include includes', () => {
    expect(matchPattern(withDependencies(tasks, 'other'))).to.equal('{Organization,Other/**}');
  });

  it('has no brace for a single choice', () => {
    expect(matchPattern(tasks.slice(0, 1))).to.equal('Organization');
  });
});
