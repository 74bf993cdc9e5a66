import { expect } from 'chai';
import { awsError } from '../../../doubles/aws-client.ts';
import { differences, resource } from './differences.ts';

const detectors = { ListDetectors: { DetectorIds: ['d'] } };

describe('values of detectors', () => {
  const wanted = resource('AWS::GuardDuty::Detector', 'd', {
    Enable: true,
    FindingPublishingFrequency: 'FIFTEEN_MINUTES',
  });
  const detector = (Status: string, FindingPublishingFrequency: string) => ({
    guardDuty: { ...detectors, GetDetector: { Status, FindingPublishingFrequency } },
  });

  it('name one that is suspended, or reports late', async () => {
    expect(await differences(wanted, detector('ENABLED', 'FIFTEEN_MINUTES'))).to.deep.equal([]);
    expect(await differences(wanted, detector('DISABLED', 'SIX_HOURS'))).to.deep.equal([
      "Enable is 'false', expected 'true'",
      "FindingPublishingFrequency is 'SIX_HOURS', expected 'FIFTEEN_MINUTES'",
    ]);
    expect(
      await differences(wanted, { guardDuty: { ListDetectors: { DetectorIds: [] } } }),
    ).to.equal('gone');
  });
});

describe('values of the export of findings', () => {
  const wanted = resource('AWS::GuardDuty::PublishingDestination', 'p', {
    DetectorId: 'd',
    DestinationType: 'S3',
    DestinationProperties: { DestinationArn: 'arn:aws:s3:::ours', KmsKeyArn: 'key' },
  });
  const exported = (DestinationProperties: object) => ({
    guardDuty: {
      ...detectors,
      ListPublishingDestinations: {
        Destinations: [{ DestinationId: '1', DestinationType: 'S3' }],
      },
      DescribePublishingDestination: { DestinationProperties },
    },
  });

  it('name a bucket and a key that are not ours', async () => {
    const ours = { DestinationArn: 'arn:aws:s3:::ours', KmsKeyArn: 'key' };

    expect(await differences(wanted, exported(ours))).to.deep.equal([]);
    expect(await differences(wanted, exported({ ...ours, KmsKeyArn: 'x' }))).to.deep.equal([
      "DestinationProperties.KmsKeyArn is 'x', expected 'key'",
    ]);
    expect(
      await differences(wanted, {
        guardDuty: { ...detectors, ListPublishingDestinations: { Destinations: [] } },
      }),
    ).to.equal('gone');
  });
});

describe('values of analyzers', () => {
  const external = resource('AWS::AccessAnalyzer::Analyzer', 'arn', {
    AnalyzerName: 'external',
    Type: 'ORGANIZATION',
  });
  const unused = resource('AWS::AccessAnalyzer::Analyzer', 'arn', {
    AnalyzerName: 'unused',
    Type: 'ORGANIZATION_UNUSED_ACCESS',
    AnalyzerConfiguration: { UnusedAccessConfiguration: { UnusedAccessAge: 90 } },
  });
  const analyzer = (found: object) => ({ accessAnalyzer: { GetAnalyzer: { analyzer: found } } });
  const ofUnused = (unusedAccess: object) =>
    analyzer({ type: 'ORGANIZATION_UNUSED_ACCESS', configuration: { unusedAccess } });

  it('name another type, and one that is gone', async () => {
    const gone = { accessAnalyzer: { GetAnalyzer: awsError('ResourceNotFoundException') } };

    expect(await differences(external, analyzer({ type: 'ORGANIZATION' }))).to.deep.equal([]);
    expect(await differences(external, analyzer({ type: 'ACCOUNT' }))).to.deep.equal([
      "Type is 'ACCOUNT', expected 'ORGANIZATION'",
    ]);
    expect(await differences(external, gone)).to.equal('gone');
  });

  it('name what is not analyzed any more', async () => {
    const analysisRule = { exclusions: [{ accountIds: ['444444444444'] }] };
    const path = 'AnalyzerConfiguration.UnusedAccessConfiguration';

    expect(await differences(unused, ofUnused({ unusedAccessAge: 90 }))).to.deep.equal([]);
    expect(
      await differences(unused, ofUnused({ unusedAccessAge: 365, analysisRule })),
    ).to.deep.equal([
      `${path}.UnusedAccessAge is '365', expected '90'`,
      `${path}.AnalysisRule is {"exclusions":[{"accountIds":["444444444444"]}]}, expected nothing`,
    ]);
  });
});
