import { GetMemberDetectorsCommand, UpdateMemberDetectorsCommand } from '@aws-sdk/client-guardduty';
import { DescribeOrganizationCommand } from '@aws-sdk/client-organizations';
import { RefusedError } from '../../lambda/errors.ts';
import type { Log } from '../../lambda/log.ts';
import type { Clients } from './clients.ts';
import { writeFeatures } from './feature-writes.ts';
import { detectorChanges, type Wanted } from './features.ts';

/**
 * The features of the management account's detector once it is a member. Auto-enable enables features,
 * never disables them, and the account itself may not: so its administrator does.
 *
 * @throws RefusedError when GuardDuty does not process the account
 */
export async function putManagementFeatures(
  { guardDuty, organizations }: Clients,
  DetectorId: string,
  wanted: Wanted,
  { memberIds, region, log }: { memberIds: ReadonlySet<string>; region: string; log: Log },
): Promise<void> {
  if (wanted.size === 0) {
    return;
  }
  const { Organization } = await organizations.send(new DescribeOrganizationCommand({}));
  const accountId = Organization?.MasterAccountId ?? '';
  if (!memberIds.has(accountId)) {
    return;
  }
  const AccountIds = [accountId];
  const { MemberDataSourceConfigurations: [found] = [] } = await guardDuty.send(
    new GetMemberDetectorsCommand({ DetectorId, AccountIds }),
  );
  const changes = detectorChanges(wanted, found?.Features);
  if (changes.length === 0) {
    return;
  }
  await writeFeatures(region, changes, async (Features) => {
    if (Features.length === 0) {
      return;
    }
    const { UnprocessedAccounts: [left] = [] } = await guardDuty.send(
      new UpdateMemberDetectorsCommand({ DetectorId, AccountIds, Features }),
    );
    if (left) {
      throw new RefusedError(
        `GuardDuty did not set the features of the management account ${accountId}: ${left.Result}; ` +
          'fix the cause, then update the stack',
      );
    }
  });
  const changed = changes.map((feature) => `${feature.Name} ${feature.Status}`);
  const action = 'update-member-detector';
  log({ message: 'Updated the detector of the management account', action, accountId, changed });
}
