import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import { planOf, type RehearsalSettings } from '../plan.ts';
import { Problem } from '../problem.ts';

const organization = `Organization:
  Main:
    Type: OC::ORG::MasterAccount
    Properties: { AccountName: Main, AccountId: '444444444444', RootEmail: main@example.com }
`;

const parameters = 'home: us-east-1\ngoverned: [us-east-1]\nwatched: [us-east-1, us-east-2]\n';

const config: RehearsalSettings = {
  parameters: {
    file: 'parameters.yml',
    homeRegion: 'home',
    governedRegions: 'governed',
    terminationProtection: 'protected',
    furtherRegions: { watched: ({ value }) => value['watched'] as string[] },
  },
};

describe('the plan of a rehearsal', () => {
  let folder: string;
  let tasksFile: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'ofn-rehearse-plan-'));
    tasksFile = path.join(folder, 'tasks.yml');
    writeFileSync(path.join(folder, 'organization.yml'), organization);
    writeFileSync(path.join(folder, 'parameters.yml'), parameters);
    writeFileSync(tasksFile, 'Make: { Type: update-organization, Template: ./organization.yml }\n');
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('adds the regions that --regions governs to the further ones', () => {
    const { parametersText = '' } = planOf({
      config,
      tasksFile,
      regions: ['us-east-1', 'ca-central-1'],
    });

    expect(parse(parametersText)).to.deep.equal({
      home: 'us-east-1',
      governed: ['us-east-1', 'ca-central-1'],
      watched: ['us-east-1', 'us-east-2', 'ca-central-1'],
    });
  });

  it('knows every region in which something is deployed', () => {
    const { allRegions } = planOf({ config, tasksFile });

    expect(allRegions).to.deep.equal(['us-east-1', 'us-east-2']);
  });

  it('rejects --regions without a parameters file that it could set', () => {
    const regions = ['us-east-1'];

    expect(() => planOf({ config: {}, tasksFile, regions })).to.throw(
      Problem,
      'it sets the list of a parameters file, and there is none beside the task file',
    );
  });
});
