import path from 'node:path';
import { expect } from 'chai';
import { readYaml } from 'ofn-rehearse';
import { featureRules, wantedIn } from '../../custom-resources/guard-duty-organization/features.ts';
import { render } from './render.ts';

type Rendered = {
  Conditions?: object;
  Resources: Record<string, { Properties: Record<string, unknown> }>;
};

const rendered = (file: string, context: object) =>
  render(file, context).value as unknown as Rendered;

const detector = (features: readonly string[]) => {
  const { Conditions, Resources } = rendered('templates/guard-duty/invitation/detector.yml', {
    features,
  });
  const [Features] = [Resources['Detector']?.Properties['Features'] as object[]];

  return { Conditions, Features };
};
const feature = (Name: string, Status: string) => ({ Name, Status });
const left = { Ref: 'AWS::NoValue' };

describe('the detector that is made by invitation', () => {
  it('has features on that are listed, and those off that AWS would switch on', () => {
    const { Conditions, Features } = detector(['S3_DATA_EVENTS', 'RUNTIME_MONITORING=on']);

    expect(Conditions).to.equal(undefined);
    expect(Features).to.deep.equal([
      feature('S3_DATA_EVENTS', 'ENABLED'),
      feature('EKS_AUDIT_LOGS', 'DISABLED'),
      feature('EBS_MALWARE_PROTECTION', 'DISABLED'),
      feature('RDS_LOGIN_EVENTS', 'DISABLED'),
      feature('LAMBDA_NETWORK_LOGS', 'DISABLED'),
      feature('RUNTIME_MONITORING', 'ENABLED'),
      left,
    ]);
  });

  it('does not name a feature that is left, and has others by region', () => {
    const { Conditions, Features } = detector([
      'EKS_AUDIT_LOGS=leave',
      'RDS_LOGIN_EVENTS',
      'RDS_LOGIN_EVENTS=leave@ap-east-2',
      'RDS_LOGIN_EVENTS=off@eu-west-1',
    ]);

    expect(Features[1]).to.deep.equal(left);
    expect(Features[3]).to.deep.equal({
      'Fn::If': [
        'IsRegionOfEntry3',
        left,
        {
          'Fn::If': [
            'IsRegionOfEntry4',
            feature('RDS_LOGIN_EVENTS', 'DISABLED'),
            feature('RDS_LOGIN_EVENTS', 'ENABLED'),
          ],
        },
      ],
    });
    expect(Conditions).to.deep.equal({
      IsRegionOfEntry3: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'ap-east-2'] },
      IsRegionOfEntry4: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] },
    });
  });
});

// https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_exportfindings.html
describe('the bucket of findings', () => {
  const principals = (regions: readonly string[]) => {
    const { Resources } = rendered('templates/findings/bucket.yml', { regions });
    const text = JSON.stringify(Resources);

    return [...text.matchAll(/"Service":(\[[^\]]*\])/g)].map(([, list = '']) => JSON.parse(list));
  };

  it('admits GuardDuty by its own name where AWS enables every region', () => {
    const one = ['guardduty.amazonaws.com'];

    expect(principals(['us-east-1', 'eu-west-1'])).to.deep.equal([one, one, one]);
  });

  it('admits the principal of each region that accounts opt in to', () => {
    const both = ['guardduty.amazonaws.com', 'guardduty.me-south-1.amazonaws.com'];

    expect(principals(['us-east-1', 'me-south-1'])).to.deep.equal([both, both, both]);
  });
});

describe('the export of findings', () => {
  const regions = (adoptedRegions: readonly string[]) => {
    const context = { governedRegions: ['us-east-1', 'eu-west-1'], adoptedRegions };
    const { value } = render('templates/findings/export/_tasks.yml', context);
    const { FindingExport } = value as {
      FindingExport?: { DefaultOrganizationBinding: { Region: string[] } };
    };

    return FindingExport?.DefaultOrganizationBinding.Region;
  };

  it('is made in every governed region but those whose export is adopted', () => {
    expect(regions([])).to.deep.equal(['us-east-1', 'eu-west-1']);
    expect(regions(['eu-west-1'])).to.deep.equal(['us-east-1']);
    expect(regions(['us-east-1', 'eu-west-1'])).to.equal(undefined);
  });
});

// https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_regions.html
describe('the features of GuardDuty by default', () => {
  it('are those that AWS switches on, without RDS Protection where the region lacks it', () => {
    const root = path.join(import.meta.dirname, '../..');
    const { Parameters } = readYaml(path.join(root, 'templates/guard-duty/_tasks.yml')).value;
    const { guardDutyFeatures } = Parameters as Record<string, { Default: string[] }>;
    const rules = featureRules(guardDutyFeatures?.Default, 'guardDutyFeatures');
    const first = ['S3_DATA_EVENTS', 'EKS_AUDIT_LOGS', 'EBS_MALWARE_PROTECTION'];

    const everywhere = [...wantedIn('us-east-1', rules)];
    const taipei = [...wantedIn('ap-east-2', rules)];

    const all = [...first, 'RDS_LOGIN_EVENTS', 'LAMBDA_NETWORK_LOGS'];
    expect(everywhere).to.deep.equal(all.map((name) => [name, 'on']));
    expect(taipei).to.deep.equal([...first, 'LAMBDA_NETWORK_LOGS'].map((name) => [name, 'on']));
  });
});
