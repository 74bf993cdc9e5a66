import {
  type ConfigurationRecorder,
  DescribeConfigurationRecorderStatusCommand,
  DescribeConfigurationRecordersCommand,
  DescribeDeliveryChannelsCommand,
} from '@aws-sdk/client-config-service';
import pMap from 'p-map';
import { isActive } from '../../organization/accounts.ts';
import type { Account, Clients } from '../../organization/types.ts';
import type { World } from '../scenario.ts';
import { sessionsOf } from '../sessions.ts';

/** What one account has in one region. */
export interface Recording {
  readonly account: Account;
  readonly region: string;
  readonly recorders: readonly ConfigurationRecorder[];
  readonly recording: boolean;
  readonly channels: number;
}

/** Looks at every active account in every governed region. */
export async function recordings(
  { rehearsal, settings }: World,
  accounts: readonly Account[],
): Promise<Recording[]> {
  const active = accounts.filter(isActive);
  const found = await pMap(
    active,
    async (account) => {
      const session = await sessionsOf(rehearsal).open(account.id);
      const places: Recording[] = [];
      for (const region of settings.governedRegions) {
        places.push({
          account,
          region,
          ...(await recordingOf(session.clients(region).configService)),
        });
      }
      return places;
    },
    { concurrency: 8 },
  );
  return found.flat();
}

async function recordingOf(
  config: Clients['configService'],
): Promise<Pick<Recording, 'recorders' | 'recording' | 'channels'>> {
  const { ConfigurationRecorders: recorders = [] } = await config.send(
    new DescribeConfigurationRecordersCommand({}),
  );
  const { ConfigurationRecordersStatus: status = [] } = await config.send(
    new DescribeConfigurationRecorderStatusCommand({}),
  );
  const { DeliveryChannels = [] } = await config.send(new DescribeDeliveryChannelsCommand({}));
  return {
    recorders,
    recording: status.length > 0 && status.every((one) => one.recording === true),
    channels: DeliveryChannels.length,
  };
}

/** Whether IAM users, groups, roles and policies are recorded. */
export const recordsIam = ({ recordingGroup: group }: ConfigurationRecorder): boolean =>
  group?.exclusionByResourceTypes?.resourceTypes?.length
    ? !group.exclusionByResourceTypes.resourceTypes.includes('AWS::IAM::User')
    : group?.includeGlobalResourceTypes === true;
