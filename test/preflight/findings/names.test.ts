import { expect } from 'chai';
import { names } from '../../../preflight/findings/names.ts';
import type { WantedName } from '../../../preflight/subject.ts';
import { judge, kindsIn, placed } from '../snapshots.ts';

const wanted = (type: string, name: string, more: Partial<WantedName> = {}): WantedName => ({
  type,
  name,
  capability: 'alerts',
  logicalId: 'Resource',
  accountId: '222222222222',
  region: 'us-east-1',
  stackName: 'ofn-audit-alerts',
  ...more,
});
const kindsOf = (type: string, name: string) => kindsIn(names, { wanted: [wanted(type, name)] });

/** Names of as many characters as AWS allows, by type. */
const longest: Readonly<Record<string, string>> = {
  'AWS::AccessAnalyzer::Analyzer': 'a'.repeat(255),
  'AWS::Athena::WorkGroup': 'a'.repeat(128),
  'AWS::Batch::ComputeEnvironment': 'a'.repeat(128),
  'AWS::Batch::JobDefinition': 'a'.repeat(128),
  'AWS::Batch::JobQueue': 'a'.repeat(128),
  'AWS::CloudFormation::StackSet': 'a'.repeat(128),
  'AWS::CloudTrail::Trail': 'a'.repeat(128),
  'AWS::CloudWatch::Alarm': 'a'.repeat(255),
  'AWS::CodeBuild::Project': 'a'.repeat(150),
  'AWS::Config::ConfigurationAggregator': 'a'.repeat(256),
  'AWS::ObservabilityAdmin::OrganizationCentralizationRule': 'a'.repeat(100),
  'AWS::Config::OrganizationConfigRule': 'a'.repeat(64),
  'AWS::Config::OrganizationConformancePack': 'a'.repeat(128),
  'AWS::Config::StoredQuery': 'a'.repeat(64),
  'AWS::DynamoDB::Table': 'a'.repeat(255),
  'AWS::ECR::Repository': 'a'.repeat(256),
  'AWS::Events::EventBus': 'a'.repeat(256),
  'AWS::Events::Rule': 'a'.repeat(64),
  'AWS::Glue::Database': 'a'.repeat(255),
  'AWS::IAM::Role': 'a'.repeat(64),
  'AWS::KMS::Alias': `alias/${'a'.repeat(250)}`,
  'AWS::Lambda::Function': 'a'.repeat(64),
  'AWS::Logs::LogGroup': 'a'.repeat(512),
  'AWS::S3::Bucket': 'a'.repeat(63),
  'AWS::SNS::Topic': 'a'.repeat(256),
  'AWS::SQS::Queue': 'a'.repeat(80),
};

describe('findings about names', () => {
  for (const [type, name] of Object.entries(longest)) {
    it(`allows ${name.length} characters of ${type}, and none more, and no blank`, () => {
      expect(kindsOf(type, name)).to.deep.equal([]);
      expect(kindsOf(type, `${name}a`)).to.deep.equal(['name-too-long']);
      // An alarm's name is any text.
      expect(kindsOf(type, 'ä b')).to.deep.equal(['name-refused']);
    });
  }

  it('allows what it does not know', () => {
    expect(kindsOf('AWS::EC2::VPC', 'ä'.repeat(1000))).to.deep.equal([]);
  });

  it('says how long a name would be, and which parameter shortens it', () => {
    const name = `awsconfigconforms-${'x'.repeat(20)}-222222222222-ap-southeast-2`;
    const [found, ...more] = judge(names, {
      wanted: [wanted('AWS::S3::Bucket', name)],
      parameters: { conformancePackBucket: `awsconfigconforms-${'x'.repeat(20)}` },
    });

    expect(more).to.deep.equal([]);
    expect(found?.found).to.match(/would have a name of 66 characters, and AWS allows 63$/);
    expect(found?.remedy).to.match(/^choose another conformancePackBucket than /);
  });

  it('judges a rule of a bus of its own without the bus', () => {
    expect(kindsOf('AWS::Events::Rule', `${'b'.repeat(60)}|rule`)).to.deep.equal([]);
  });

  it('judges the name of a stack, once for all its places', () => {
    const long = placed('a'.repeat(129), '222222222222');
    const found = judge(names, { stacks: [long, { ...long, region: 'eu-west-1' }] });

    expect(found.map(({ kind }) => kind)).to.deep.equal(['name-too-long']);
    expect(found[0]?.places).to.have.length(2);
  });
});
