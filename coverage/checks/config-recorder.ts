import {
  type ConfigurationRecorder,
  DescribeConfigurationRecorderStatusCommand,
  DescribeConfigurationRecordersCommand,
  DescribeDeliveryChannelsCommand,
} from '@aws-sdk/client-config-service';
import { archiveBucket } from '../../organization/buckets.ts';
import type { Settings } from '../../organization/types.ts';
import { orOfStack } from '../repairs.ts';
import type { Row, Target, Verdict } from '../types.ts';

export const configRecorderRow: Row = {
  service: 'config-recorder',
  capability: 'config-recorder',
  title: 'One AWS Config recorder records, and delivers to the log archive',
  onWhen:
    'one recorder records without failing, to one delivery channel; except in `configAdoptedAccounts`, to the bucket in the log archive, and IAM in `globalConfigRegion` only',
  repair: orOfStack(
    '`aws configservice start-configuration-recorder --configuration-recorder-name …` in the account where it does not record; for a recorder of another tool, see templates/config-recorder/README.md',
  ),
  accounts: 'all',
  scope: 'every-region',
  expected: 'on',
  read: readRecorder,
};

/** Types that every region can record, so that they are recorded in one. */
const iamTypes = ['AWS::IAM::Group', 'AWS::IAM::Policy', 'AWS::IAM::Role', 'AWS::IAM::User'];

/** AWS services have recorders of their own beside the account's one. */
const ofServices = 'AWSConfigurationRecorderFor';

/**
 * On when the account's one recorder records, to one delivery channel; and, unless
 * the account is adopted, what it is to record, to the bucket of the log archive.
 * @see https://docs.aws.amazon.com/config/latest/developerguide/stop-start-recorder.html
 */
export async function readRecorder(target: Target<'configService'>): Promise<Verdict> {
  const lacks = await whatLacks(target);
  return lacks.length === 0 ? { actual: 'on' } : { actual: 'off', reason: lacks.join('; ') };
}

async function whatLacks({
  account,
  region,
  settings,
  clients,
}: Target<'configService'>): Promise<string[]> {
  const { configService } = clients;
  // None of these lists is paged: there is one recorder, and one channel, in a region.
  const { ConfigurationRecorders = [] } = await configService.send(
    new DescribeConfigurationRecordersCommand({}),
  );
  const recorders = ConfigurationRecorders.filter(({ name }) => !name?.startsWith(ofServices));
  const [recorder] = recorders;
  if (recorder === undefined || recorders.length > 1) {
    return [`there are ${recorders.length} recorders`];
  }
  const { ConfigurationRecordersStatus = [] } = await configService.send(
    new DescribeConfigurationRecorderStatusCommand({}),
  );
  const status = ConfigurationRecordersStatus.find(({ name }) => name === recorder.name);
  const { DeliveryChannels = [] } = await configService.send(new DescribeDeliveryChannelsCommand());
  const ours = !settings.configAdoptedAccountIds.includes(account.id);
  const bucket = archiveBucket(settings, 'config');
  const [channel] = DeliveryChannels;
  return [
    status?.recording ? '' : `the recorder ${recorder.name} does not record`,
    // The API reference writes Failure, AWS's examples write in capitals.
    status?.lastStatus?.toUpperCase() === 'FAILURE'
      ? `the recorder ${recorder.name} fails: ${status.lastErrorCode ?? 'no code'}`
      : '',
    DeliveryChannels.length === 1 ? '' : `there are ${DeliveryChannels.length} delivery channels`,
    ours && channel && channel.s3BucketName !== bucket
      ? `it delivers to ${channel.s3BucketName}, not to ${bucket}`
      : '',
    ours ? wrongAboutIam(recorder, region, settings) : '',
  ].filter((lack) => lack !== '');
}

function wrongAboutIam(
  { recordingGroup }: ConfigurationRecorder,
  region: string,
  settings: Settings,
): string {
  const { globalConfigRegion, configExcludedResourceTypes: excluded } = settings;
  const recorded = iamTypes.filter((type) => records(recordingGroup, type));
  if (region !== globalConfigRegion) {
    return recorded.length === 0 ? '' : `it records IAM too, as ${globalConfigRegion} does`;
  }
  const missing = iamTypes.filter((type) => !excluded.includes(type) && !recorded.includes(type));
  return missing.length === 0 ? '' : `it does not record IAM: ${missing.join(', ')}`;
}

/**
 * With exclusions, includeGlobalResourceTypes has no effect.
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_RecordingGroup.html
 */
function records(group: ConfigurationRecorder['recordingGroup'], iamType: string): boolean {
  const strategy = group?.recordingStrategy?.useOnly;
  const has = (types: readonly string[] | undefined) => types?.includes(iamType) === true;
  if (strategy === 'EXCLUSION_BY_RESOURCE_TYPES') {
    return !has(group?.exclusionByResourceTypes?.resourceTypes);
  }
  // AWS says so of recorders without a strategy, which are older.
  return group?.allSupported === true || strategy === 'ALL_SUPPORTED_RESOURCE_TYPES'
    ? group?.includeGlobalResourceTypes === true
    : has(group?.resourceTypes);
}
