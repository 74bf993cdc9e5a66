import { expect } from 'chai';
import { faultsOfGuardDutyThere } from '../../checks/guard-duty-there.ts';
import { awsError, fakeClient } from '../doubles/aws-client.ts';
import { fakeClients, settings } from '../doubles/organization.ts';
import { allOf } from './faults.ts';

const own = 'arn:aws:s3:::ofn-audit-findings-333333333333';
const other = 'arn:aws:s3:::other/guardduty';
const deployed = { findings: true, declaresMembers: true, optInRegions: [] as string[] };

interface There {
  detectors?: string[];
  destination?: string;
  members?: string[];
  resources?: object[] | Error;
}

function there({ detectors = ['d1'], destination = own, members = [], resources = [] }: There) {
  const guardDuty = () =>
    fakeClient({
      ListDetectors: [{ DetectorIds: detectors }],
      ListPublishingDestinations: [{ Destinations: [{ DestinationId: 'x' }] }],
      DescribePublishingDestination: [{ DestinationProperties: { DestinationArn: destination } }],
      ListMembers: [{ Members: members.map((AccountId) => ({ AccountId })) }],
    });
  const cloudFormation = () =>
    fakeClient({
      ListStackResources: [
        resources instanceof Error ? resources : { StackResourceSummaries: resources },
      ],
    });
  return {
    open: async () => ({
      clients: () => fakeClients({ guardDuty: guardDuty(), cloudFormation: cloudFormation() }),
    }),
  };
}

const one = { ...settings, governedRegions: ['eu-west-1'] };
const check = (found: There, more: object = {}, set = one) =>
  allOf(faultsOfGuardDutyThere('p.yml', set, there(found), { ...deployed, ...more }));
const noStack = awsError('ValidationError', 'Stack with id x does not exist');
const member = (id: string) => ({
  ResourceType: 'AWS::GuardDuty::Member',
  PhysicalResourceId: `d1|${id}`,
});

describe('the check of GuardDuty that exists already', () => {
  it('lets pass what is not there, and what the stacks have made', async () => {
    const made = { members: ['444444444444'], resources: [member('444444444444')] };

    expect(await check({ detectors: [] })).to.deep.equal([]);
    expect(await check(made)).to.deep.equal([]);
    expect(await check({ members: [], resources: noStack })).to.deep.equal([]);
  });

  // https://docs.aws.amazon.com/guardduty/latest/APIReference/API_CreatePublishingDestination.html
  it('reports an export to another account, with the parameter that adopts it', async () => {
    const [fault] = await check({ destination: other });

    expect(fault?.place).to.equal('findingAdoptedExports');
    expect(fault?.cause).to.include(`exports the findings of eu-west-1 to ${other} already`);
    expect(fault?.remedy).to.match(/^add eu-west-1 to findingAdoptedExports/);
  });

  it('lets an export pass that is adopted, or where findings are not deployed', async () => {
    const adopted = { ...one, findingAdoptedExports: ['eu-west-1'] };

    expect(await check({ destination: other }, {}, adopted)).to.deep.equal([]);
    expect(await check({ destination: other }, { findings: false })).to.deep.equal([]);
  });

  // https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-test-contract.html
  it('reports members without a resource, with the mode that adopts them', async () => {
    const members = ['333333333333', '444444444444'];
    const [first] = await check({ members, resources: noStack });
    const [later] = await check({ members, resources: [member('333333333333')] });

    expect(first?.place).to.equal('guardDutyMembers');
    expect(first?.cause).to.match(/^333333333333, 444444444444 are GuardDuty members in eu-w/);
    expect(later?.cause).to.match(/^444444444444 are GuardDuty members in eu-west-1 already/);
  });

  it('reports both, of each region', async () => {
    const two = { ...settings, governedRegions: ['eu-west-1', 'us-east-1'] };
    const found = { destination: other, members: ['444444444444'], resources: noStack };

    const faults = await check(found, {}, two);

    expect(faults.map(({ place }) => place)).to.deep.equal([
      'findingAdoptedExports',
      'guardDutyMembers',
      'findingAdoptedExports',
      'guardDutyMembers',
    ]);
  });

  it('lets members pass that the function adds, by mode or by region', async () => {
    const found = { members: ['333333333333'], resources: noStack };

    expect(await check(found, { declaresMembers: false })).to.deep.equal([]);
    expect(await check(found, { optInRegions: ['eu-west-1'] })).to.deep.equal([]);
  });
});
