import path from 'node:path';
import { expect } from 'chai';
import { parseYaml, readYaml } from 'ofn-rehearse';
import { faultsOfParameters } from '../../checks/plan.ts';

const root = path.join(import.meta.dirname, '../..');
const tasks = readYaml(path.join(root, 'organization-tasks.yml'));
const accounts = { organizationFile: 'organization.yml', names: undefined };

describe('the faults of what an operator sets', () => {
  it('are none in this repository', () => {
    const parameters = readYaml(path.join(root, 'organization-parameters.yml'));

    expect(faultsOfParameters(parameters, tasks, accounts)).to.deep.equal([]);
  });

  it('are all there is to correct, not the first alone', () => {
    const text = 'elevatedRoles: []\nfindingSeverity: 11\nauditParallel: 0\n';
    const parameters = parseYaml(path.join(root, 'organization-parameters.yml'), text);

    const faults = faultsOfParameters(parameters, tasks, accounts);

    const places = faults.map(({ place }) => place);
    expect(places).to.include.members(['line 1, elevatedRoles', 'line 3, auditParallel']);
  });
});
