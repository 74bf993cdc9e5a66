import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { planOf, type RehearsalOptions, type RehearsalSettings } from '../../plan.ts';
import { faultsOfSnapshot } from '../../snapshot/check.ts';
import type { Snapshot } from '../../snapshot/format.ts';

const organization = `Organization:
  Main:
    Type: OC::ORG::MasterAccount
    Properties: { AccountName: Main, AccountId: '444444444444', RootEmail: main@example.com }
`;

const config: RehearsalSettings = {
  parameters: {
    file: 'parameters.yml',
    homeRegion: 'home',
    governedRegions: 'governed',
    terminationProtection: 'protected',
    furtherRegions: { watched: ({ value }) => value['watched'] as string[] },
  },
};

const snapshot = {
  homeRegion: 'us-east-1',
  regions: ['us-east-1', 'us-east-2'],
  organization: { MasterAccountId: '444444444444' },
} as unknown as Snapshot;

describe('a snapshot from which a rehearsal is to start', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'ofn-rehearse-from-'));
    writeFileSync(path.join(folder, 'organization.yml'), organization);
    writeFileSync(
      path.join(folder, 'parameters.yml'),
      'home: us-east-1\ngoverned: [us-east-1, eu-west-1]\nwatched: [us-east-2]\n',
    );
    writeFileSync(
      path.join(folder, 'tasks.yml'),
      'Make: { Type: update-organization, Template: ./organization.yml }\n',
    );
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  const faults = (from: Snapshot, options: Partial<RehearsalOptions> = {}): string[] => {
    const plan = planOf({
      config,
      tasksFile: path.join(folder, 'tasks.yml'),
      regions: ['us-east-1'],
      from,
      ...options,
    });
    return [...faultsOfSnapshot(plan, from)].map(({ file, place, cause }) =>
      [path.basename(file), place, cause].filter((part) => part !== undefined).join(': '),
    );
  };

  it('fits the files of its organization, in the regions that it has', () => {
    expect(faults(snapshot)).to.deep.equal([]);
  });

  it('is refused with the file of another organization', () => {
    const other = { ...snapshot, organization: { MasterAccountId: '555555555555' } } as Snapshot;

    expect(faults(other)).to.deep.equal([
      'organization.yml: Main: its AccountId is 444444444444, and the snapshot has the organization of 555555555555',
    ]);
  });

  it('is refused with --accounts, also with fewer than are declared', () => {
    expect(faults(snapshot, { accounts: 0 })).to.deep.equal([
      'the command line: --accounts 0: the accounts of a snapshot are those of the organization itself',
    ]);
  });

  it('is refused where the home region is another', () => {
    expect(faults({ ...snapshot, homeRegion: 'us-east-2' })).to.deep.equal([
      'parameters.yml: the home region is us-east-1, and that of the snapshot us-east-2',
    ]);
  });

  for (const [regions, file] of [
    [undefined, 'parameters.yml'],
    [['us-east-1', 'eu-west-1'], 'the command line'],
  ] as const) {
    it(`is refused where a region of ${file} was not read`, () => {
      expect(faults(snapshot, { regions })).to.deep.equal([
        `${file}: eu-west-1: nothing is known of it, since the snapshot has us-east-1, us-east-2`,
      ]);
    });
  }
});
