import { expect } from 'chai';
import { awsError } from '../../../doubles/aws-client.ts';
import { differences, resource } from './differences.ts';

const wanted = resource('AWS::CloudFormation::StackSet', 'reports:1', {
  StackSetName: 'reports',
  PermissionModel: 'SERVICE_MANAGED',
  AutoDeployment: { Enabled: false },
  Parameters: [{ ParameterKey: 'securityAccountId', ParameterValue: '222222222222' }],
});
const stackSet = (change: object = {}) => ({
  cloudFormation: {
    DescribeStackSet: {
      StackSet: {
        PermissionModel: 'SERVICE_MANAGED',
        AutoDeployment: { Enabled: false },
        Parameters: [{ ParameterKey: 'securityAccountId', ParameterValue: '222222222222' }],
        ...change,
      },
    },
  },
});

describe('values of StackSets', () => {
  it('name parameters and automatic deployment that are not ours', async () => {
    const Parameters = [{ ParameterKey: 'securityAccountId', ParameterValue: '999999999999' }];

    expect(await differences(wanted, stackSet())).to.deep.equal([]);
    expect(await differences(wanted, stackSet({ Parameters }))).to.deep.equal([
      "Parameters.ParameterValue is '999999999999', expected '222222222222'",
    ]);
    expect(
      await differences(wanted, stackSet({ AutoDeployment: { Enabled: true } })),
    ).to.deep.equal(["AutoDeployment.Enabled is 'true', expected 'false'"]);
  });

  it('are gone with the StackSet', async () => {
    const DescribeStackSet = awsError('StackSetNotFoundException');

    expect(await differences(wanted, { cloudFormation: { DescribeStackSet } })).to.equal('gone');
  });
});
