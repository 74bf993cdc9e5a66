import { DeleteAnalyzerCommand } from '@aws-sdk/client-accessanalyzer';
import {
  DeleteConfigurationAggregatorCommand,
  DeleteDeliveryChannelCommand,
  DeleteOrganizationConfigRuleCommand,
  DeleteOrganizationConformancePackCommand,
  DescribeConfigurationRecordersCommand,
  DescribeDeliveryChannelsCommand,
  DescribeOrganizationConfigRulesCommand,
  PutConfigurationRecorderCommand,
  PutDeliveryChannelCommand,
  StopConfigurationRecorderCommand,
} from '@aws-sdk/client-config-service';
import { DeleteFlowLogsCommand, DescribeFlowLogsCommand } from '@aws-sdk/client-ec2';
import {
  CreateFilterCommand,
  DeletePublishingDestinationCommand,
  DisassociateMembersCommand,
  ListDetectorsCommand,
  ListMembersCommand,
  ListPublishingDestinationsCommand,
  UpdateOrganizationConfigurationCommand,
} from '@aws-sdk/client-guardduty';
import { type Attack, first, type Inside } from './damage.ts';

const detectorOf = async ({ clients }: Attack): Promise<string> =>
  first((await clients.guardDuty.send(new ListDetectorsCommand({}))).DetectorIds, 'a detector');

const detection = { policy: 'ProtectDetection' } as const;
const inSecurity = { account: 'SecurityAccount', policy: 'ProtectDetection' } as const;

/** What records and detects: AWS Config, flow logs, GuardDuty and Access Analyzer. */
export const recordingDamages: readonly Inside[] = [
  {
    ...detection,
    account: 'SandboxAccount',
    kind: 'disable',
    name: 'stops its recorder',
    alarm: 'config-changes',
    does: ({ clients }) =>
      clients.configService.send(
        new StopConfigurationRecorderCommand({ ConfigurationRecorderName: 'default' }),
      ),
    ledger: { service: 'config-recorder', says: /the recorder default does not record/ },
  },
  {
    ...detection,
    account: 'DevelopmentAccount',
    kind: 'narrow',
    name: 'records buckets alone',
    alarm: 'config-changes',
    does: async ({ clients }) => {
      const { ConfigurationRecorders } = await clients.configService.send(
        new DescribeConfigurationRecordersCommand({}),
      );
      const { name, roleARN } = first(ConfigurationRecorders, 'a recorder');
      await clients.configService.send(
        new PutConfigurationRecorderCommand({
          ConfigurationRecorder: {
            ...{ name, roleARN },
            recordingGroup: { allSupported: false, resourceTypes: ['AWS::S3::Bucket'] },
          },
        }),
      );
    },
    ledger: {
      service: 'config-recorder',
      says: /it does not record IAM: [^;]*|Recorder RecordingGroup\.[^;]*/,
    },
  },
  {
    ...detection,
    account: 'ProductionAccount',
    kind: 'delete',
    name: 'deletes its delivery channel',
    alarm: 'config-changes',
    does: async ({ clients }) => {
      await clients.configService.send(
        new StopConfigurationRecorderCommand({ ConfigurationRecorderName: 'default' }),
      );
      await clients.configService.send(
        new DeleteDeliveryChannelCommand({ DeliveryChannelName: 'default' }),
      );
    },
    ledger: {
      service: 'config-recorder',
      says: /the recorder default does not record|there are 0 delivery channels|Channel does not exist/,
    },
  },
  {
    ...detection,
    account: 'LogArchiveAccount',
    kind: 'starve',
    name: 'delivers snapshots of AWS Config once a day only',
    does: async ({ clients }) => {
      const { DeliveryChannels } = await clients.configService.send(
        new DescribeDeliveryChannelsCommand({}),
      );
      const DeliveryChannel = {
        ...first(DeliveryChannels, 'a channel'),
        configSnapshotDeliveryProperties: { deliveryFrequency: 'TwentyFour_Hours' as const },
      };
      await clients.configService.send(new PutDeliveryChannelCommand({ DeliveryChannel }));
    },
    ledger: {
      service: 'config-recorder',
      says: /Channel ConfigSnapshotDeliveryProperties\.DeliveryFrequency is 'TwentyFour_Hours', expected 'One_Hour'/,
    },
  },
  {
    ...detection,
    account: 'SandboxAccount',
    kind: 'delete',
    name: 'deletes the flow logs of a VPC',
    alarm: 'network-logs',
    does: async ({ clients }) => {
      const { FlowLogs } = await clients.ec2.send(new DescribeFlowLogsCommand({}));
      const FlowLogIds = [first(FlowLogs, 'flow logs').FlowLogId ?? ''];
      await clients.ec2.send(new DeleteFlowLogsCommand({ FlowLogIds }));
    },
    ledger: { service: 'flow-logs', says: /vpc-\w+ has no flow log to [\w-]+/ },
  },
  {
    ...inSecurity,
    kind: 'delete',
    name: 'deletes an organization rule',
    does: async ({ clients }) => {
      const { OrganizationConfigRules } = await clients.configService.send(
        new DescribeOrganizationConfigRulesCommand({}),
      );
      const { OrganizationConfigRuleName } = first(OrganizationConfigRules, 'a rule');
      await clients.configService.send(
        new DeleteOrganizationConfigRuleCommand({ OrganizationConfigRuleName }),
      );
    },
    ledger: {
      service: 'config-rules',
      isOfAll: 'accounts',
      says: /RootAccessKey does not exist|there is no root-access-key/,
    },
  },
  {
    ...inSecurity,
    kind: 'delete',
    name: 'deletes a conformance pack',
    does: ({ clients }) =>
      clients.configService.send(
        new DeleteOrganizationConformancePackCommand({
          OrganizationConformancePackName: 'ofn-audit-security-services',
        }),
      ),
    ledger: {
      service: 'conformance-packs',
      isOfAll: 'accounts',
      says: /SecurityServices does not exist|there is no security-services/,
    },
  },
  {
    ...inSecurity,
    kind: 'delete',
    name: 'deletes the aggregator',
    does: ({ clients }) =>
      clients.configService.send(
        new DeleteConfigurationAggregatorCommand({
          ConfigurationAggregatorName: 'ofn-audit-organization',
        }),
      ),
    ledger: {
      service: 'config-aggregator',
      says: /Aggregator does not exist|there is no aggregator ofn-audit-organization/,
    },
  },
  {
    ...inSecurity,
    kind: 'narrow',
    name: 'archives all findings as they come',
    alarm: 'detection-changes',
    does: async (attack) =>
      attack.clients.guardDuty.send(
        new CreateFilterCommand({
          ...{ DetectorId: await detectorOf(attack), Name: 'quiet', Action: 'ARCHIVE' },
          FindingCriteria: { Criterion: { severity: { GreaterThanOrEqual: 1 } } },
        }),
      ),
    ledger: { because: 'teams suppress what they accept' },
  },
  {
    ...inSecurity,
    kind: 'delete',
    name: 'ends the export of findings',
    alarm: 'detection-changes',
    does: async (attack) => {
      const DetectorId = await detectorOf(attack);
      const { Destinations } = await attack.clients.guardDuty.send(
        new ListPublishingDestinationsCommand({ DetectorId }),
      );
      const { DestinationId } = first(Destinations, 'a destination');
      await attack.clients.guardDuty.send(
        new DeletePublishingDestinationCommand({ DetectorId, DestinationId }),
      );
    },
    ledger: { service: 'findings', says: /Export does not exist|findings are not exported/ },
  },
  {
    ...inSecurity,
    kind: 'disable',
    name: 'lets new accounts be without GuardDuty',
    alarm: 'detection-changes',
    does: async (attack) =>
      attack.clients.guardDuty.send(
        new UpdateOrganizationConfigurationCommand({
          ...{ DetectorId: await detectorOf(attack), AutoEnableOrganizationMembers: 'NONE' },
        }),
      ),
    ledger: {
      service: 'guard-duty-auto-enable',
      says: /AutoEnableOrganizationMembers is NONE, not ALL/,
    },
  },
  {
    ...inSecurity,
    kind: 'delete',
    name: 'disassociates an account from GuardDuty',
    alarm: 'detection-changes',
    does: async (attack) => {
      const DetectorId = await detectorOf(attack);
      const { Members } = await attack.clients.guardDuty.send(
        new ListMembersCommand({ DetectorId }),
      );
      const AccountIds = [first(Members, 'a member').AccountId ?? ''];
      await attack.clients.guardDuty.send(
        new DisassociateMembersCommand({ DetectorId, AccountIds }),
      );
    },
    ledger: { service: 'guard-duty-members', says: /1 missing: [^;]*/ },
  },
  {
    ...inSecurity,
    kind: 'delete',
    name: 'deletes the analyzer of external access',
    alarm: 'detection-changes',
    does: ({ clients }) =>
      clients.accessAnalyzer.send(
        new DeleteAnalyzerCommand({ analyzerName: 'ofn-audit-external-access' }),
      ),
    ledger: {
      service: 'access-analyzer',
      says: /ExternalAccessAnalyzer does not exist|there is no analyzer of external access of the organization/,
    },
  },
];
