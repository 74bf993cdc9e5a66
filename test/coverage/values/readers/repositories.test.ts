import { expect } from 'chai';
import { awsError } from '../../../doubles/aws-client.ts';
import { differences, resource } from './differences.ts';

const LifecyclePolicyText = '{"rules": [{"rulePriority": 1}]}';
const repository = resource('AWS::ECR::Repository', 'scanner', {
  ImageTagMutability: 'IMMUTABLE',
  ImageScanningConfiguration: { ScanOnPush: true },
  LifecyclePolicy: { LifecyclePolicyText },
});
const ecr = (change: object = {}, imageTagMutability = 'IMMUTABLE') => ({
  ecr: {
    DescribeRepositories: {
      repositories: [{ imageTagMutability, imageScanningConfiguration: { scanOnPush: true } }],
    },
    GetRepositoryPolicy: awsError('RepositoryPolicyNotFoundException'),
    GetLifecyclePolicy: { lifecyclePolicyText: '{"rules":[{"rulePriority":1}]}' },
    ...change,
  },
});

describe('values of a repository', () => {
  it('name a policy that lets others push, tags that may change, and images that expire', async () => {
    const Statement = [{ Sid: 'Any', Effect: 'Allow', Principal: '*', Action: 'ecr:PutImage' }];
    const open = { GetRepositoryPolicy: { policyText: JSON.stringify({ Statement }) } };
    const kept = { GetLifecyclePolicy: awsError('LifecyclePolicyNotFoundException') };

    expect(await differences(repository, ecr())).to.deep.equal([]);
    expect((await differences(repository, ecr(open)))[0]).to.match(/^RepositoryPolicyText/);
    expect(await differences(repository, ecr({}, 'MUTABLE'))).to.deep.equal([
      "ImageTagMutability is 'MUTABLE', expected 'IMMUTABLE'",
    ]);
    expect((await differences(repository, ecr(kept)))[0]).to.match(/^LifecyclePolicy/);
  });

  it('are gone with it', async () => {
    const DescribeRepositories = awsError('RepositoryNotFoundException');

    expect(await differences(repository, { ecr: { DescribeRepositories } })).to.equal('gone');
  });
});
