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
import type { Attack, Damage } from './damage.ts';
import { first } from './damage.ts';

const detectorOf = async ({ clients }: Attack): Promise<string> =>
  first((await clients.guardDuty.send(new ListDetectorsCommand({}))).DetectorIds, 'a detector');

const detection = { policy: 'ProtectDetection' } as const;
const inSecurity = { account: 'SecurityAccount', policy: 'ProtectDetection' } as const;

/** What records and detects: AWS Config, flow logs, GuardDuty and Access Analyzer. */
export const recordingDamages: readonly Damage[] = [
  {
    ...detection,
    account: 'SandboxAccount',
    name: 'stops its recorder',
    does: ({ clients }) =>
      clients.configService.send(
        new StopConfigurationRecorderCommand({ ConfigurationRecorderName: 'default' }),
      ),
    ledger: { service: 'config-recorder', says: /record/ },
  },
  {
    ...detection,
    account: 'DevelopmentAccount',
    name: 'records buckets alone',
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
    ledger: { service: 'config-recorder', says: /RecordingGroup|recording/ },
  },
  {
    ...detection,
    account: 'ProductionAccount',
    name: 'deletes its delivery channel',
    does: async ({ clients }) => {
      await clients.configService.send(
        new StopConfigurationRecorderCommand({ ConfigurationRecorderName: 'default' }),
      );
      await clients.configService.send(
        new DeleteDeliveryChannelCommand({ DeliveryChannelName: 'default' }),
      );
    },
    ledger: { service: 'config-recorder', says: /channel|Channel|record/ },
  },
  {
    ...detection,
    account: 'LogArchiveAccount',
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
    ledger: { service: 'config-recorder', says: /DeliveryFrequency/ },
  },
  {
    ...detection,
    account: 'SandboxAccount',
    name: 'deletes the flow logs of a VPC',
    does: async ({ clients }) => {
      const { FlowLogs } = await clients.ec2.send(new DescribeFlowLogsCommand({}));
      const FlowLogIds = [first(FlowLogs, 'flow logs').FlowLogId ?? ''];
      await clients.ec2.send(new DeleteFlowLogsCommand({ FlowLogIds }));
    },
    ledger: { service: 'flow-logs', says: /vpc-|flow log/ },
  },
  {
    ...inSecurity,
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
    ledger: { service: 'config-rules', isOfAllAccounts: true, says: /root-access-key/ },
  },
  {
    ...inSecurity,
    name: 'deletes a conformance pack',
    does: ({ clients }) =>
      clients.configService.send(
        new DeleteOrganizationConformancePackCommand({
          OrganizationConformancePackName: 'ofn-audit-security-services',
        }),
      ),
    ledger: { service: 'conformance-packs', isOfAllAccounts: true, says: /security-services/ },
  },
  {
    ...inSecurity,
    name: 'deletes the aggregator',
    does: ({ clients }) =>
      clients.configService.send(
        new DeleteConfigurationAggregatorCommand({
          ConfigurationAggregatorName: 'ofn-audit-organization',
        }),
      ),
    ledger: { service: 'config-aggregator', says: /aggregator/ },
  },
  {
    ...inSecurity,
    name: 'archives all findings as they come',
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
    name: 'ends the export of findings',
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
    ledger: { service: 'findings', says: /export|destination/i },
  },
  {
    ...inSecurity,
    name: 'lets new accounts be without GuardDuty',
    does: async (attack) =>
      attack.clients.guardDuty.send(
        new UpdateOrganizationConfigurationCommand({
          ...{ DetectorId: await detectorOf(attack), AutoEnableOrganizationMembers: 'NONE' },
        }),
      ),
    ledger: { service: 'guard-duty-auto-enable', says: /NONE|auto/i },
  },
  {
    ...inSecurity,
    name: 'disassociates an account from GuardDuty',
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
    ledger: { service: 'guard-duty-members', says: /1 missing/ },
  },
  {
    ...inSecurity,
    name: 'deletes the analyzer of external access',
    does: ({ clients }) =>
      clients.accessAnalyzer.send(
        new DeleteAnalyzerCommand({ analyzerName: 'ofn-audit-external-access' }),
      ),
    ledger: { service: 'access-analyzer', says: /analyzer/ },
  },
];
