import { DescribeStackSetCommand } from '@aws-sdk/client-cloudformation';
import type { Reader } from '../types.ts';
import { each, picked, textOf, unless } from './each.ts';

const stackSet: Reader = {
  compared: {
    PermissionModel: {},
    AutoDeployment: { normal: (value) => picked(value, ['Enabled']) },
    Parameters: { absent: [] },
  },
  skipped: {
    StackSetName: 'it is read by it',
    Description: 'nothing depends on it',
    TemplateBody: 'what it deploys is compared in each account',
    CallAs: 'it is about the call that creates it',
    OperationPreferences: 'it is about updates',
  },
  read: each(async (resource, { clients }) => {
    const StackSetName = textOf(resource, 'StackSetName') ?? resource.id;
    const found = await unless(['StackSetNotFoundException'], () =>
      clients.cloudFormation.send(new DescribeStackSetCommand({ StackSetName, CallAs: 'SELF' })),
    );
    return (
      found?.StackSet && {
        PermissionModel: found.StackSet.PermissionModel,
        AutoDeployment: found.StackSet.AutoDeployment,
        Parameters: found.StackSet.Parameters?.map((one) =>
          picked(one, ['ParameterKey', 'ParameterValue']),
        ),
      }
    );
  }),
};

export const stackSetReaders: Readonly<Record<string, Reader>> = {
  'AWS::CloudFormation::StackSet': stackSet,
};
