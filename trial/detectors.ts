import { ListDetectorsCommand } from '@aws-sdk/client-guardduty';
import type { Context } from './context.ts';
import { willMakeLinkedRoles } from './linked-roles.ts';
import { Unanswered } from './question.ts';
import { outputs } from './roles.ts';

/** Makes a detector with no feature on; an account has one in a region, and that of others is not touched. @throws Unanswered */
export async function makeDetector(context: Context): Promise<string> {
  const { clients, makeStack } = context;
  const { DetectorIds = [] } = await clients.guardDuty.send(new ListDetectorsCommand());
  if (DetectorIds.length > 0) {
    throw new Unanswered('GuardDuty is enabled here: choose another region or account');
  }
  await willMakeLinkedRoles(
    context,
    'AWSServiceRoleForAmazonGuardDuty',
    'AWSServiceRoleForAmazonGuardDutyMalwareProtection',
  );
  const off = ['S3_DATA_EVENTS', 'EKS_AUDIT_LOGS', 'EBS_MALWARE_PROTECTION', 'RDS_LOGIN_EVENTS'];
  const { detector = '' } = await makeStack({
    Resources: {
      Detector: {
        Type: 'AWS::GuardDuty::Detector',
        Properties: {
          Enable: true,
          Features: [...off, 'LAMBDA_NETWORK_LOGS'].map((Name) => ({ Name, Status: 'DISABLED' })),
        },
      },
    },
    Outputs: outputs({ detector: { Ref: 'Detector' } }),
  });
  return detector;
}
