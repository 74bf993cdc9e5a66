import { expect } from 'chai';
import { readOptInRegions } from '../../checks/regions.ts';
import { fakeClient } from '../doubles/aws-client.ts';
import { accounts, fakeClients, settings } from '../doubles/organization.ts';

const governed = { ...settings, governedRegions: ['us-east-1', 'me-south-1'] };

/** What AWS answers each account of its regions; `without` have not enabled me-south-1. */
async function check(
  without: readonly string[],
  capabilities: readonly string[],
  more = {},
  exclusions: Readonly<Record<string, string[]>> = {},
) {
  const opened: string[] = [];
  const notes: string[] = [];
  const open = async (id: string) => {
    opened.push(id);
    const Regions = [
      { RegionName: 'us-east-1', RegionOptStatus: 'ENABLED_BY_DEFAULT' },
      { RegionName: 'me-south-1', RegionOptStatus: without.includes(id) ? 'DISABLED' : 'ENABLED' },
    ];
    return { clients: () => fakeClients({ account: fakeClient({ ListRegions: { Regions } }) }) };
  };
  const { regions, faults } = await readOptInRegions({
    file: 'p.yml',
    settings: { ...governed, ...more },
    accounts: 'accounts' in more ? (more.accounts as typeof accounts) : accounts,
    sessions: { open },
    capabilities: new Set(capabilities),
    exclusions: new Map(Object.entries(exclusions)),
    logicalNameOf: ({ name }) =>
      name === 'Stranger' ? undefined : `${name.replace(' ', '')}Account`,
    note: (text) => void notes.push(text),
  });

  return { regions, faults, fault: faults[0], opened, notes };
}

// org-formation waits for ten minutes where the region is not enabled:
// https://github.com/org-formation/aws-resource-providers/issues/97
describe('the check of regions that accounts opt in to', () => {
  it('asks the accounts only where such a region is governed', async () => {
    const { regions, opened } = await check(['444444444444'], ['flow-logs'], {
      governedRegions: ['us-east-1'],
    });

    expect(regions).to.deep.equal([]);
    expect(opened).to.deep.equal(['111111111111']);
  });

  it('reports an account that GuardDuty leaves out, and stops nothing', async () => {
    const { regions, notes } = await check(['444444444444'], ['guard-duty', 'findings']);

    expect(regions).to.deep.equal(['me-south-1']);
    expect(notes).to.deep.equal([
      'me-south-1 is not enabled in Sandbox 444444444444: GuardDuty leaves it out there\n',
    ]);
  });

  it('names accounts to which another capability deploys, and how to enable the region', async () => {
    const { fault } = await check(['444444444444'], ['guard-duty', 'flow-logs']);

    expect(fault?.place).to.equal('governedRegions');
    expect(fault?.cause).to.equal(
      'me-south-1 is not enabled in Sandbox 444444444444, to which flow-logs deploy: ' +
        'org-formation would wait for ten minutes, and fail',
    );
    expect(fault?.remedy).to.include("with optInExclusions: ['me-south-1=SandboxAccount']");
    expect(fault?.remedy).to.include('--region-name me-south-1 --account-id 444444444444');
  });

  it('reports an account that the setting leaves out, and stops nothing', async () => {
    const exclusions = { 'me-south-1': ['SandboxAccount'] };

    const { regions, notes } = await check(
      ['444444444444'],
      ['config-recorder', 'flow-logs'],
      {},
      exclusions,
    );

    expect(regions).to.deep.equal(['me-south-1']);
    expect(notes).to.deep.equal([
      'me-south-1 is not enabled in Sandbox 444444444444: ' +
        'GuardDuty, config-recorder, flow-logs leave it out there\n',
    ]);
  });

  it('adds to those that the setting has already', async () => {
    const exclusions = { 'me-south-1': ['OtherAccount'] };

    const { fault } = await check(['444444444444'], ['flow-logs'], {}, exclusions);

    expect(fault?.remedy).to.include("optInExclusions: ['me-south-1=OtherAccount,SandboxAccount']");
  });

  it('reports an account that is left out and has enabled the region since', async () => {
    const exclusions = { 'me-south-1': ['SandboxAccount'] };

    const { regions, notes } = await check([], ['flow-logs'], {}, exclusions);

    expect(regions).to.deep.equal(['me-south-1']);
    expect(notes).to.deep.equal([
      'me-south-1 is enabled in Sandbox 444444444444, which optInExclusions leaves out there: remove it\n',
    ]);
  });

  it('refuses to leave accounts out of a region that every account has', async () => {
    const { fault } = await check([], ['flow-logs'], {}, { 'us-east-1': ['SandboxAccount'] });

    expect(fault?.cause).to.equal('optInExclusions names us-east-1, which every account has');
  });

  it('needs no region in an account that organization.yml does not declare', async () => {
    const stranger = {
      id: '555555555555',
      name: 'Stranger',
      email: 's@example.com',
      state: 'ACTIVE',
    };

    const { regions } = await check(['555555555555'], ['flow-logs'], {
      accounts: [...accounts, stranger],
    });

    expect(regions).to.deep.equal(['me-south-1']);
  });

  it('needs the security account in every governed region', async () => {
    const { fault } = await check(['222222222222', '444444444444'], ['guard-duty']);

    expect(fault?.cause).to.match(/^me-south-1 is not enabled in Security 2+: /);
  });

  // Whether AWS takes a principal of a region that the account has not enabled is documented
  // nowhere: evidence row guardduty-export-principal-of-a-region.
  it('needs the log archive, whose policies name the principals of the region', async () => {
    const { fault } = await check(['333333333333'], ['findings']);

    expect(fault?.cause).to.match(/^me-south-1 is not enabled in Log Archive 3+: /);
  });

  it('needs every account where GuardDuty works by invitation', async () => {
    const { fault } = await check(['444444444444'], ['guard-duty'], {
      guardDutyMembership: 'invitation',
    });

    expect(fault?.cause).to.include('to which guard-duty deploy');
  });
});
