import { expect } from 'chai';
import { regions } from '../../../preflight/findings/regions.ts';
import { account, judge, type Parts, subjectWith } from '../snapshots.ts';

const governed = { governedRegions: ['us-east-1', 'me-south-1'] };
const optStatus = (status: string) => ({
  regionOptStatus: { 'us-east-1': 'ENABLED_BY_DEFAULT', 'me-south-1': status },
});
const parts = ['management', 'security', 'logArchive', 'sandbox'] as const;

/** What is found when accounts have not enabled me-south-1. */
function check(
  without: readonly (typeof parts)[number][],
  capabilities: readonly string[],
  more: Parts = {},
  exclusions: readonly string[] = [],
) {
  const statuses = parts.map((part) => [
    part,
    optStatus(without.includes(part) ? 'DISABLED' : 'ENABLED'),
  ]);
  const found = judge(regions, {
    ...Object.fromEntries(statuses),
    capabilities,
    parameters: { optInExclusions: exclusions },
    ...more,
    settings: { ...governed, ...more.settings },
  });

  return { found, first: found[0], kinds: found.map(({ kind }) => kind) };
}

// org-formation waits for ten minutes where the region is not enabled:
// https://github.com/org-formation/aws-resource-providers/issues/97
describe('findings about regions that accounts opt in to', () => {
  it('is concerned only where such a region is governed', () => {
    const { found } = check(['sandbox'], ['flow-logs'], {
      settings: { governedRegions: ['us-east-1'] },
    });

    expect(found).to.deep.equal([]);
  });

  it('notes an account that GuardDuty leaves out', () => {
    const { first, kinds } = check(['sandbox'], ['guard-duty', 'findings']);

    expect(kinds).to.deep.equal(['region-left-out']);
    expect(first?.level).to.equal('note');
    expect(first?.found).to.equal(
      'me-south-1 is not enabled in Sandbox 444444444444: GuardDuty leaves it out there',
    );
  });

  it('names accounts to which another capability deploys, the setting, and how to enable the region', () => {
    const { first, kinds } = check(['sandbox'], ['guard-duty', 'flow-logs']);

    expect(kinds).to.deep.equal(['region-not-enabled']);
    expect(first?.level).to.equal('no-go');
    expect(first?.found).to.equal(
      'me-south-1 is not enabled in Sandbox 444444444444, to which flow-logs deploy: ' +
        'org-formation would wait for ten minutes, and fail',
    );
    expect(first?.remedy).to.include("with optInExclusions: ['me-south-1=SandboxAccount']");
    expect(first?.remedy).to.include('--region-name me-south-1 --account-id 444444444444');
    expect(first?.settings).to.deep.equal([
      { name: 'optInExclusions', add: ['me-south-1=SandboxAccount'] },
    ]);
  });

  it('notes an account that the setting leaves out', () => {
    const exclusions = ['me-south-1=SandboxAccount'];
    const { found } = check(['sandbox'], ['config-recorder', 'flow-logs'], {}, exclusions);

    expect(found.map((each) => each.found)).to.deep.equal([
      'me-south-1 is not enabled in Sandbox 444444444444: ' +
        'GuardDuty, config-recorder, flow-logs leave it out there',
    ]);
  });

  it('adds to those that the setting has already', () => {
    const { first } = check(['sandbox'], ['flow-logs'], {}, ['me-south-1=OtherAccount']);

    expect(first?.remedy).to.include("optInExclusions: ['me-south-1=OtherAccount,SandboxAccount']");
  });

  it('notes an account that is left out and has enabled the region since', () => {
    const { first, kinds } = check([], ['flow-logs'], {}, ['me-south-1=SandboxAccount']);

    expect(kinds).to.deep.equal(['region-enabled-since']);
    expect(first?.found).to.equal(
      'me-south-1 is enabled in Sandbox 444444444444, which optInExclusions leaves out there',
    );
  });

  it('finds accounts that are left out of a region that every account has', () => {
    const { first, kinds } = check([], ['flow-logs'], {}, ['us-east-1=SandboxAccount']);

    expect(kinds).to.deep.equal(['region-of-every-account']);
    expect(first?.found).to.equal('optInExclusions names us-east-1, which every account has');
  });

  it('needs no region in an account that organization.yml does not declare', () => {
    const strangers = [account('555555555555', 'Stranger', optStatus('DISABLED'))];

    expect(check([], ['flow-logs'], { strangers }).kinds).to.deep.equal(['region-left-out']);
  });

  it('needs no region in an account that is suspended, or whose regions could not be read', () => {
    const suspended = { ...optStatus('DISABLED'), state: 'SUSPENDED' };

    expect(check([], ['flow-logs'], { sandbox: suspended }).found).to.deep.equal([]);
    expect(check([], ['flow-logs'], { sandbox: { regionOptStatus: {} } }).found).to.deep.equal([]);
  });

  it('needs the security account in every governed region', () => {
    const { first } = check(['security', 'sandbox'], ['guard-duty']);

    expect(first?.found).to.match(/^me-south-1 is not enabled in Security 2+: /);
    expect(first).not.to.have.property('settings');
  });

  // Whether AWS takes a principal of a region that the account has not enabled is documented
  // nowhere: evidence row guardduty-export-principal-of-a-region.
  it('needs the log archive, whose policies name the principals of the region', () => {
    const { first } = check(['logArchive'], ['findings']);

    expect(first?.found).to.match(/^me-south-1 is not enabled in Log Archive 3+: /);
  });

  it('needs every account where GuardDuty works by invitation', () => {
    const { first } = check(['sandbox'], ['guard-duty'], {
      settings: { guardDutyMembership: 'invitation' },
    });

    expect(first?.found).to.include('to which guard-duty deploy');
  });

  it('finds them while an account with a part is still to be made', () => {
    const subject = subjectWith({
      management: optStatus('ENABLED'),
      sandbox: optStatus('DISABLED'),
      capabilities: ['flow-logs'],
      parameters: governed,
    });

    const found = [...regions.check({ ...subject, settings: undefined })];

    expect(found.map(({ kind }) => kind)).to.deep.equal(['region-not-enabled']);
    expect(found[0]?.found).to.match(/^me-south-1 is not enabled in Sandbox 444444444444/);
  });

  it('finds accounts that are to be created, which have enabled no such region', () => {
    const more: Parts = { declared: [['NewAccount', { name: 'New', email: 'new@example.com' }]] };

    const { found, kinds } = check([], ['flow-logs'], more);
    const excluded = check([], ['flow-logs'], more, ['me-south-1=NewAccount']);

    expect(kinds).to.deep.equal(['region-not-enabled']);
    expect(found[0]?.found).to.match(/^me-south-1 is not enabled in accounts .*: NewAccount, /);
    expect(found[0]?.settings).to.deep.equal([
      { name: 'optInExclusions', add: ['me-south-1=NewAccount'] },
    ]);
    expect(excluded.kinds).to.deep.equal([]);
  });
});
