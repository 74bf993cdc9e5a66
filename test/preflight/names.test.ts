import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { setParameters } from 'ofn-rehearse';
import { archiveBucket, artifactBucket, athenaResultsBucket } from '../../organization/buckets.ts';
import { accountReportBucket, centralReportBucket } from '../../organization/report-buckets.ts';
import { chartOf, organizationResources } from '../../preflight/deployment/chart.ts';
import { Unresolved } from '../../preflight/deployment/intrinsics.ts';
import { type Deployment, stacksOf } from '../../preflight/deployment/stacks.ts';
import { isNamed, nameOf, placedStacks, wantedNames } from '../../preflight/names.ts';
import type { WantedName } from '../../preflight/subject.ts';

const root = path.join(import.meta.dirname, '../..');
const inRoot = (file: string): string => path.join(root, file);

const accounts = [
  'Management',
  'Security',
  'Log Archive',
  'Production',
  'Development',
  'Sandbox',
].map((name, index) => ({
  id: String(index + 1).repeat(12),
  name,
  email: `aws-${name.toLowerCase().replace(' ', '-')}@example.com`,
  state: 'ACTIVE',
}));
const [, security = '', logArchive = ''] = accounts.map(({ id }) => id);

/** This repository's own deployment, with some settings and an organization of six accounts. */
function deployment(
  parameters: Readonly<Record<string, unknown>> = {},
  listed = accounts,
): Deployment {
  const organizationFile = inRoot('organization.yml');
  const parametersFile = inRoot('organization-parameters.yml');
  const text = setParameters(readFileSync(parametersFile, 'utf8'), parameters);
  const known = { organizationId: 'o-exampleorg1', partition: 'aws', accounts: listed };
  const read = (file: string) =>
    path.resolve(file) === parametersFile ? text : readFileSync(file, 'utf8');
  return {
    tasksFile: inRoot('organization-tasks.yml'),
    chart: chartOf(organizationResources(organizationFile, read), known),
    read,
  };
}

const namesOf = (of: Deployment): WantedName[] => wantedNames(placedStacks(of));

const of = (type: string, names: readonly WantedName[]): string[] =>
  names
    .filter((wanted) => wanted.type === type)
    .map(({ accountId, region, name }) => `${accountId} ${region} ${name}`);

const regions = ['us-east-1', 'eu-west-1'];

describe('the names that a deployment wants', () => {
  it('are in the management account, the security account, the log archive, and every account', () => {
    const names = namesOf(deployment({ governedRegions: regions }));

    const trails = of('AWS::CloudTrail::Trail', names);
    const aggregators = of('AWS::Config::ConfigurationAggregator', names);
    const recorders = of('AWS::Config::ConfigurationRecorder', names);
    const roles = names.filter(({ name }) => name === 'AssumableSecurityAuditRole');

    expect(trails).to.deep.equal(['111111111111 us-east-1 ofn-audit-organization-trail']);
    expect(aggregators).to.deep.equal(['222222222222 us-east-1 ofn-audit-organization']);
    expect(recorders).to.have.members(
      accounts.flatMap(({ id }) => regions.map((region) => `${id} ${region} default`)),
    );
    expect(roles.map(({ accountId, region }) => [accountId, region])).to.have.deep.members(
      accounts.map(({ id }) => [id, undefined]),
    );
  });

  it('have the buckets that the rest of the project expects', () => {
    const suffix = { resourcePrefix: 'acme', reportBucketSuffix: '-x7' };
    const settings = {
      ...suffix,
      homeRegion: 'us-east-1',
      reportBucketNamespace: 'account-regional',
      securityAccountId: security,
      logArchiveAccountId: logArchive,
    } as const;

    const names = namesOf(deployment({ ...suffix, governedRegions: regions }));

    const buckets = names.filter(({ type }) => type === 'AWS::S3::Bucket').map(({ name }) => name);
    const packs = regions.map((region) => `awsconfigconforms-acme-${security}-${region}`);
    const artifacts = ['111111111111', security].flatMap((accountId) =>
      regions.map((region) => artifactBucket(settings, { accountId, region })),
    );
    expect(buckets).to.have.members([
      ...(['cloud-trail', 'cloud-trail-access', 'flow-logs', 'config', 'findings'] as const).map(
        (archived) => archiveBucket(settings, archived),
      ),
      ...artifacts,
      ...packs,
      athenaResultsBucket(settings),
      centralReportBucket(settings),
      ...accounts.map(({ id }) => accountReportBucket(settings, id)),
    ]);
  });

  it('leave out what a setting switches off', () => {
    const names = (parameters: Record<string, unknown>) =>
      namesOf(deployment(parameters)).map(({ name }) => name);

    expect(names({})).not.to.include('ofn-audit-account-trail');
    expect(names({ accountTrails: true })).to.include('ofn-audit-account-trail');
    expect(names({})).not.to.include('ofn-audit-unused-access');
    expect(names({ unusedAccessAnalyzer: true })).to.include('ofn-audit-unused-access');
    expect(names({ trailEncryption: 's3' })).not.to.include('alias/ofn-audit-cloud-trail');
    expect(names({})).to.include('alias/ofn-audit-cloud-trail');
  });

  it('leave out a region in the accounts that have not enabled it', () => {
    const names = namesOf(
      deployment({
        governedRegions: ['us-east-1', 'me-south-1'],
        optInExclusions: ['me-south-1=SandboxAccount'],
      }),
    );

    const places = of('AWS::Config::ConfigurationRecorder', names);

    expect(places).to.include('555555555555 me-south-1 default');
    expect(places).not.to.include('666666666666 me-south-1 default');
  });

  it('leave out accounts whose recorder is adopted, and suspended ones', () => {
    const names = namesOf(
      deployment({
        configAdoptedAccounts: [{ Ref: 'SandboxAccount' }],
        governedRegions: ['us-east-1'],
      }),
    );

    const recorders = of('AWS::Config::ConfigurationRecorder', names);
    const rules = names.filter(({ stackName }) => stackName === 'ofn-audit-config-adopted');

    expect(recorders).to.have.length(5);
    expect(recorders).not.to.include('666666666666 us-east-1 default');
    expect(rules.map(({ accountId }) => accountId)).to.deep.equal(['666666666666']);
  });

  it('are none in an account that is still to be made', () => {
    const names = namesOf(deployment({}, accounts.slice(0, 5)));

    expect(names.filter(({ accountId }) => !/^\d{12}$/.test(accountId))).to.deep.equal([]);
    expect(names.filter(({ accountId }) => accountId === '666666666666')).to.deep.equal([]);
  });

  it('leave to AWS only what these templates leave to it', () => {
    const unnamed = [...stacksOf(deployment({ governedRegions: ['us-east-1'] }))].flatMap(
      ({ stackName, resources }) =>
        resources
          .filter((resource) => isNamed(resource.type) && typeof nameOf(resource) !== 'string')
          .map((resource) => {
            const name = nameOf(resource);
            return [
              stackName,
              resource.logicalId,
              name instanceof Unresolved ? name.why : 'no name',
            ];
          }),
    );

    expect(unnamed).to.deep.equal([
      ['ofn-audit-organization-access', 'TrustedAccessRole', 'no name'],
      ['ofn-audit-organization-access', 'DelegatedAdministratorRole', 'no name'],
      ['ofn-audit-guard-duty-administrator', 'Role', 'no name'],
      ['ofn-audit-guard-duty-organization', 'Role', 'no name'],
    ]);
  });

  it('are of every type in the templates but those without a unique name', () => {
    const templates = globSync('templates/*/**/*.yml', { cwd: root, exclude: ['**/packs/**'] });
    const types = templates.flatMap((file) =>
      [...readFileSync(inRoot(file), 'utf8').matchAll(/^ {4}Type: (AWS::\S+)/gm)].map(
        ([, type = '']) => type,
      ),
    );

    const unnamed = [...new Set(types)].filter((type) => !isNamed(type)).sort();

    expect(unnamed).to.deep.equal([
      'AWS::Athena::NamedQuery',
      'AWS::CloudFormation::WaitConditionHandle',
      'AWS::EC2::InternetGateway',
      'AWS::EC2::Route',
      'AWS::EC2::RouteTable',
      'AWS::EC2::SecurityGroup',
      'AWS::EC2::Subnet',
      'AWS::EC2::SubnetRouteTableAssociation',
      'AWS::EC2::VPC',
      'AWS::EC2::VPCGatewayAttachment',
      'AWS::Events::EventBusPolicy',
      'AWS::Glue::Table',
      'AWS::GuardDuty::Detector',
      'AWS::GuardDuty::IPSet',
      'AWS::GuardDuty::Master',
      'AWS::GuardDuty::Member',
      'AWS::GuardDuty::PublishingDestination',
      'AWS::GuardDuty::ThreatIntelSet',
      'AWS::IAM::ServiceLinkedRole',
      'AWS::KMS::Key',
      'AWS::Lambda::EventInvokeConfig',
      'AWS::Lambda::EventSourceMapping',
      'AWS::Lambda::Permission',
      'AWS::Logs::MetricFilter',
      'AWS::Logs::SubscriptionFilter',
      'AWS::S3::BucketPolicy',
      'AWS::SNS::Subscription',
      'AWS::SNS::TopicPolicy',
      'AWS::SQS::QueuePolicy',
    ]);
  });
});
