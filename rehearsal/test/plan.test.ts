import path from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import { checkIncidentDetection } from '../../checks/incident-detection.ts';
import { planOf } from '../plan.ts';
import { readYaml } from '../yaml.ts';

const root = path.join(import.meta.dirname, '../..');
const tasksFile = path.join(root, 'organization-tasks.yml');

describe('the plan of a rehearsal', () => {
  it('lets incident detection of this repository pass', () => {
    checkIncidentDetection(
      readYaml(path.join(root, 'organization-parameters.yml')),
      readYaml(tasksFile),
    );
  });

  it('looks for sign-ins in the regions that --regions governs, too', () => {
    const { parametersText = '' } = planOf({ tasksFile, regions: ['us-east-1', 'ca-central-1'] });

    const { governedRegions, signInRegions } = parse(parametersText, { logLevel: 'silent' });
    expect(governedRegions).to.deep.equal(['us-east-1', 'ca-central-1']);
    expect(signInRegions).to.include.members([
      ...['us-east-1', 'us-east-2', 'eu-north-1', 'ap-southeast-2', 'ca-central-1'],
    ]);
    expect(new Set(signInRegions).size).to.equal(signInRegions.length);
  });
});
