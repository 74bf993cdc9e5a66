import { DeleteWorkGroupCommand, UpdateWorkGroupCommand } from '@aws-sdk/client-athena';
import {
  DeregisterJobDefinitionCommand,
  DescribeJobDefinitionsCommand,
  RegisterJobDefinitionCommand,
  SubmitJobCommand,
  UpdateJobQueueCommand,
} from '@aws-sdk/client-batch';
import { SetRepositoryPolicyCommand } from '@aws-sdk/client-ecr';
import { DeleteTableCommand, GetTableCommand, UpdateTableCommand } from '@aws-sdk/client-glue';
import { first, forAnyPrincipal, type Inside } from './damage.ts';

const queries = { account: 'SecurityAccount', policy: 'ProtectBaseline' } as const;
const scans = { account: 'SecurityAccount', policy: 'ProtectDetection' } as const;

/** Athena, its tables, and what scans run on. */
export const queryAndScanDamages: readonly Inside[] = [
  {
    ...queries,
    kind: 'redirect',
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
    ledger: { untried: 'the embedded AWS does not change workgroups' },
  },
  {
    ...queries,
    kind: 'delete',
    name: 'deletes the workgroup of queries',
    does: ({ clients }) =>
      clients.athena.send(
        new DeleteWorkGroupCommand({ WorkGroup: 'ofn-audit', RecursiveDeleteOption: true }),
      ),
    ledger: {
      service: 'athena',
      says: /ofn-audit: there is no workgroup|WorkGroup does not exist/,
    },
  },
  {
    ...queries,
    kind: 'redirect',
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
    ledger: {
      service: 'athena',
      says: /TrailTable TableInput\.StorageDescriptor\.Location is 's3:\/\/eve-trail\/', expected '[^']+'/,
    },
  },
  {
    ...queries,
    kind: 'delete',
    name: 'deletes the table of flow logs',
    does: ({ clients }) =>
      clients.glue.send(
        new DeleteTableCommand({ DatabaseName: 'ofn_audit', Name: 'flow_log_days' }),
      ),
    ledger: { service: 'athena', says: /FlowLogTable does not exist/ },
  },
  {
    ...scans,
    kind: 'starve',
    name: 'disables the queue of scans',
    does: ({ clients }) =>
      clients.batch.send(
        new UpdateJobQueueCommand({ jobQueue: 'ofn-audit-security-audit', state: 'DISABLED' }),
      ),
    ledger: {
      service: 'security-audit',
      says: /JobQueue State is 'DISABLED', expected 'ENABLED'|the job queue ofn-audit-security-audit is DISABLED and VALID/,
    },
  },
  {
    ...scans,
    kind: 'forge',
    name: 'scans with an image of its own',
    isUndone: true,
    does: async ({ clients: { batch } }) => {
      const jobDefinitionName = 'ofn-audit-security-audit';
      const { jobDefinitions } = await batch.send(
        new DescribeJobDefinitionsCommand({ jobDefinitionName, status: 'ACTIVE' }),
      );
      const { containerProperties } = first(jobDefinitions, 'a definition');
      const { jobDefinitionArn: jobDefinition } = await batch.send(
        new RegisterJobDefinitionCommand({
          ...{ jobDefinitionName, type: 'container', platformCapabilities: ['FARGATE'] },
          containerProperties: { ...containerProperties, image: 'eve/scanner' },
        }),
      );
      return () => batch.send(new DeregisterJobDefinitionCommand({ jobDefinition }));
    },
    ledger: { because: 'the function names the revision of its stack' },
  },
  {
    ...scans,
    kind: 'forge',
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
    ...scans,
    kind: 'widen',
    name: 'lets any principal replace the image of scans',
    alarm: 'resource-sharing',
    does: ({ clients }) => {
      const { Resource: _none, ...statement } = forAnyPrincipal('ecr:PutImage', '*');
      return clients.ecr.send(
        new SetRepositoryPolicyCommand({
          repositoryName: 'ofn-audit-security-audit',
          policyText: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
        }),
      );
    },
    ledger: { service: 'security-audit', says: /Repository RepositoryPolicyText\.[^;]*/ },
  },
];
