import { expect } from 'chai';
import { Problem } from 'ofn-rehearse';
import { checkGuardDutyThere } from '../../checks/guard-duty-there.ts';
import { awsError, fakeClients, fakePages, settings } from '../coverage/fakes.ts';

const own = 'arn:aws:s3:::ofn-audit-findings-333333333333';
const other = 'arn:aws:s3:::somebody/guardduty';
const deployed = { findings: true, declaresMembers: true, optInRegions: [] as string[] };

interface There {
  detectors?: string[];
  destination?: string;
  members?: string[];
  resources?: object[] | Error;
}

function there({ detectors = ['d1'], destination = own, members = [], resources = [] }: There) {
  const guardDuty = fakePages({
    ListDetectorsCommand: [{ DetectorIds: detectors }],
    ListPublishingDestinationsCommand: [{ Destinations: [{ DestinationId: 'x' }] }],
    DescribePublishingDestinationCommand: [
      { DestinationProperties: { DestinationArn: destination } },
    ],
    ListMembersCommand: [{ Members: members.map((AccountId) => ({ AccountId })) }],
  });
  const cloudFormation = fakePages({
    ListStackResourcesCommand: [
      resources instanceof Error ? resources : { StackResourceSummaries: resources },
    ],
  });
  return { open: async () => ({ clients: () => fakeClients({ guardDuty, cloudFormation }) }) };
}

const one = { ...settings, governedRegions: ['eu-west-1'] };
const check = (found: There, more: object = {}, set = one) =>
  checkGuardDutyThere('p.yml', set, there(found), { ...deployed, ...more }).catch(
    (error: unknown) => error,
  );
const noStack = awsError('ValidationError', 'Stack with id x does not exist');
const member = (id: string) => ({
  ResourceType: 'AWS::GuardDuty::Member',
  PhysicalResourceId: `d1|${id}`,
});

describe('the check of GuardDuty that exists already', () => {
  it('lets pass what is not there, and what the stacks have made', async () => {
    const made = { members: ['444444444444'], resources: [member('444444444444')] };

    expect(await check({ detectors: [] })).to.equal(undefined);
    expect(await check(made)).to.equal(undefined);
    expect(await check({ members: [], resources: noStack })).to.equal(undefined);
  });

  // https://docs.aws.amazon.com/guardduty/latest/APIReference/API_CreatePublishingDestination.html
  it('reports an export to another account, with the parameter that adopts it', async () => {
    const problem = (await check({ destination: other })) as Problem;

    expect(problem).to.be.instanceOf(Problem);
    expect(problem.parts.place).to.equal('findingAdoptedExports');
    expect(problem.parts.cause).to.include(`exports the findings of eu-west-1 to ${other} already`);
    expect(problem.parts.remedy).to.match(/^add eu-west-1 to findingAdoptedExports/);
  });

  it('lets an export pass that is adopted, or where findings are not deployed', async () => {
    const adopted = { ...one, findingAdoptedExports: ['eu-west-1'] };

    expect(await check({ destination: other }, {}, adopted)).to.equal(undefined);
    expect(await check({ destination: other }, { findings: false })).to.equal(undefined);
  });

  // https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-test-contract.html
  it('reports members without a resource, with the mode that adopts them', async () => {
    const members = ['333333333333', '444444444444'];
    const first = (await check({ members, resources: noStack })) as Problem;
    const later = (await check({ members, resources: [member('333333333333')] })) as Problem;

    expect(first.parts.place).to.equal('guardDutyMembers');
    expect(first.parts.cause).to.match(/^333333333333, 444444444444 are GuardDuty members in eu-w/);
    expect(later.parts.cause).to.match(/^444444444444 are GuardDuty members in eu-west-1 already/);
  });

  it('lets members pass that the function adds, by mode or by region', async () => {
    const found = { members: ['333333333333'], resources: noStack };

    expect(await check(found, { declaresMembers: false })).to.equal(undefined);
    expect(await check(found, { optInRegions: ['eu-west-1'] })).to.equal(undefined);
  });
});
