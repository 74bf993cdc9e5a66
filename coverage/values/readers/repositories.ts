import {
  DescribeRepositoriesCommand,
  GetLifecyclePolicyCommand,
  GetRepositoryPolicyCommand,
} from '@aws-sdk/client-ecr';
import { normalPolicy } from '../policy-document.ts';
import type { Reader } from '../types.ts';
import { each, parsed, unless } from './each.ts';

const repository: Reader = {
  compared: {
    ImageTagMutability: { absent: 'MUTABLE' },
    ImageScanningConfiguration: {},
    LifecyclePolicy: { normal: (value) => parsed((value as Lifecycle)?.LifecyclePolicyText) },
    RepositoryPolicyText: { absent: {}, normal: normalPolicy },
  },
  skipped: {
    RepositoryName: 'it is read by it',
    EmptyOnDelete: 'it is about its deletion',
    EncryptionConfiguration: 'it can not be changed',
  },
  read: each(async ({ id: repositoryName }, { clients: { ecr } }) => {
    const found = await unless(['RepositoryNotFoundException'], () =>
      ecr.send(new DescribeRepositoriesCommand({ repositoryNames: [repositoryName] })),
    );
    const [one] = found?.repositories ?? [];
    if (one === undefined) {
      return undefined;
    }
    const [policy, lifecycle] = await Promise.all([
      unless(['RepositoryPolicyNotFoundException'], () =>
        ecr.send(new GetRepositoryPolicyCommand({ repositoryName })),
      ),
      unless(['LifecyclePolicyNotFoundException'], () =>
        ecr.send(new GetLifecyclePolicyCommand({ repositoryName })),
      ),
    ]);
    return {
      ImageTagMutability: one.imageTagMutability,
      ImageScanningConfiguration: { ScanOnPush: one.imageScanningConfiguration?.scanOnPush },
      LifecyclePolicy: { LifecyclePolicyText: lifecycle?.lifecyclePolicyText },
      RepositoryPolicyText: policy?.policyText,
    };
  }),
};

interface Lifecycle {
  readonly LifecyclePolicyText?: unknown;
}

export const repositoryReaders: Readonly<Record<string, Reader>> = {
  'AWS::ECR::Repository': repository,
};
