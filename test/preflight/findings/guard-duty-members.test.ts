import { expect } from 'chai';
import { guardDutyMembers } from '../../../preflight/findings/guard-duty-members.ts';
import { detector, judge, kindsIn, type Parts, resource, stack } from '../snapshots.ts';

const own = 'arn:aws:s3:::ofn-audit-findings-333333333333';
const other = 'arn:aws:s3:::other/guardduty';

const member = (AccountId: string, RelationshipStatus = 'Enabled') => ({
  AccountId,
  Email: 'm@example.com',
  RelationshipStatus,
});
const owning = (...accountIds: string[]) => [
  stack('ofn-audit-guard-duty-organization', {
    resources: accountIds.map((id) => resource('AWS::GuardDuty::Member', `d1|${id}`)),
  }),
];

/** The detector of the security account in eu-west-1. */
const there = (
  found: Parameters<typeof detector>[0],
  stacks: ReturnType<typeof owning> = [],
  more: Parts = {},
): Parts => ({
  security: { in: { 'eu-west-1': { detector: detector(found), stacks } } },
  capabilities: ['guard-duty', 'findings'],
  ...more,
});
const exportTo = (DestinationArn: string) => ({
  exports: [{ DestinationId: 'x', DestinationArn }],
});

describe('findings about GuardDuty that exists already', () => {
  it('accepts what is not there, and what the stacks have made', () => {
    const made = there(
      { ...exportTo(own), members: [member('444444444444')] },
      owning('444444444444'),
    );

    expect(judge(guardDutyMembers, { capabilities: ['guard-duty', 'findings'] })).to.deep.equal([]);
    expect(judge(guardDutyMembers, made)).to.deep.equal([]);
  });

  // https://docs.aws.amazon.com/guardduty/latest/APIReference/API_CreatePublishingDestination.html
  it('finds an export to another account, with the parameter that adopts it', () => {
    const [found, ...more] = judge(guardDutyMembers, there(exportTo(other)));

    expect(more).to.deep.equal([]);
    expect(found?.kind).to.equal('guard-duty-export-there');
    expect(found?.found).to.include(`exports the findings of eu-west-1 to ${other} already`);
    expect(found?.remedy).to.match(/^add eu-west-1 to findingAdoptedExports/);
    expect(found?.settings).to.deep.equal([{ name: 'findingAdoptedExports', add: ['eu-west-1'] }]);
  });

  it('accepts an export that is adopted, or where findings are not deployed', () => {
    const parts = there(exportTo(other));
    const settings = { findingAdoptedExports: ['eu-west-1'] };

    expect(judge(guardDutyMembers, { ...parts, settings })).to.deep.equal([]);
    expect(judge(guardDutyMembers, { ...parts, capabilities: ['guard-duty'] })).to.deep.equal([]);
  });

  // https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-test-contract.html
  it('finds members without a resource, with the mode that adopts them', () => {
    const members = [member('333333333333'), member('444444444444')];
    const [first] = judge(guardDutyMembers, there({ members }));
    const [later] = judge(guardDutyMembers, there({ members }, owning('333333333333')));

    expect(first?.kind).to.equal('guard-duty-members-there');
    expect(first?.found).to.match(/^333333333333, 444444444444 are GuardDuty members in eu-west-1/);
    expect(first?.settings).to.deep.equal([{ name: 'guardDutyMembers', value: 'all' }]);
    expect(later?.found).to.match(/^444444444444 are GuardDuty members/);
  });

  it('accepts members that were removed, or that the function adopts', () => {
    const removed = there({ members: [member('444444444444', 'Removed')] });
    const adopted = there({ members: [member('444444444444')] }, [], {
      parameters: { guardDutyMembers: 'all' },
    });

    expect(judge(guardDutyMembers, removed)).to.deep.equal([]);
    expect(judge(guardDutyMembers, adopted)).to.deep.equal([]);
  });

  // An account that was closed stays a member, since removing a stack must not end detection.
  it('accepts members for which the stack has no resource: of suspended and undeclared accounts', () => {
    const parts = there({ members: [member('444444444444'), member('555555555555')] });
    const declared = [['SandboxAccount', { id: '444444444444', unit: 'SuspendedOu' }]] as const;

    expect(judge(guardDutyMembers, { ...parts, declared })).to.deep.equal([]);
  });

  it('accepts members in a region that accounts opt in to, where the function adopts them', () => {
    const parts = there({ members: [member('444444444444')] });
    const regionOptStatus = { 'us-east-1': 'ENABLED_BY_DEFAULT', 'eu-west-1': 'ENABLED' };

    expect(judge(guardDutyMembers, { ...parts, management: { regionOptStatus } })).to.deep.equal(
      [],
    );
  });

  it('finds another administrator of the organization, by region', () => {
    const administered = (id: string): Parts => ({
      management: { in: { 'eu-west-1': { guardDutyAdministrators: [id] } } },
      capabilities: ['guard-duty'],
    });
    const [found, ...more] = judge(guardDutyMembers, administered('444444444444'));

    expect(more).to.deep.equal([]);
    expect(found?.kind).to.equal('guard-duty-administered-elsewhere');
    expect(found?.places).to.deep.equal([{ accountId: '444444444444', region: 'eu-west-1' }]);
    expect(judge(guardDutyMembers, administered('222222222222'))).to.deep.equal([]);
  });

  it('finds an account that is a member of another account by invitation', () => {
    const administered = (AccountId: string, RelationshipStatus: string): Parts => ({
      sandbox: {
        in: {
          'eu-west-1': {
            detector: detector({ administrator: { AccountId, RelationshipStatus } }),
          },
        },
      },
      capabilities: ['guard-duty'],
    });
    const [found] = judge(guardDutyMembers, administered('999999999999', 'Enabled'));

    expect(found?.kind).to.equal('guard-duty-invited-elsewhere');
    expect(found?.remedy).to.match(
      /disassociate-from-administrator-account --detector-id d1 --region eu-west-1$/,
    );
    expect(judge(guardDutyMembers, administered('999999999999', 'Resigned'))).to.deep.equal([]);
    expect(judge(guardDutyMembers, administered('222222222222', 'Enabled'))).to.deep.equal([]);
  });

  it('finds detectors that stacks would create again, with invitation', () => {
    const parts = (stacks: ReturnType<typeof stack>[]): Parts => ({
      sandbox: { in: { 'eu-west-1': { detector: detector(), stacks } } },
      settings: { guardDutyMembership: 'invitation' },
      capabilities: ['guard-duty'],
    });
    const made = [
      stack('ofn-audit-guard-duty-detector', {
        resources: [resource('AWS::GuardDuty::Detector', 'd1')],
      }),
    ];

    expect(kindsIn(guardDutyMembers, parts([]))).to.deep.equal(['guard-duty-detector-there']);
    expect(kindsIn(guardDutyMembers, parts(made))).to.deep.equal([]);
  });

  it('is not concerned where GuardDuty is not deployed', () => {
    const parts = there({ members: [member('444444444444')] }, [], { capabilities: ['alerts'] });

    expect(judge(guardDutyMembers, parts)).to.deep.equal([]);
  });
});
