import { expect } from 'chai';
import {
  callsLine,
  isDeniedOnPurpose,
  refusedIn,
} from '../../../security-audit/scanners/refusals.ts';

const user = 'User: arn:aws:sts::222222222222:assumed-role/Auditor/scan';

describe('what AWS refused, in the log of a scanner', () => {
  const lines: [what: string, line: string, action: string | undefined][] = [
    [
      'the action, of a service that speaks JSON',
      `[Module: glue_service]\t ERROR: eu-west-1 -- AccessDeniedException[231]: An error occurred (AccessDeniedException) when calling the GetMLTransforms operation: ${user} is not authorized to perform: glue:GetMLTransforms because no identity-based policy allows the glue:GetMLTransforms action`,
      'glue:GetMLTransforms',
    ],
    [
      'the action, of EC2',
      `ERROR: us-east-1 -- ClientError[402]: An error occurred (UnauthorizedOperation) when calling the GetSnapshotBlockPublicAccessState operation: You are not authorized to perform this operation. ${user} is not authorized to perform: ec2:GetSnapshotBlockPublicAccessState because no identity-based policy allows it`,
      'ec2:GetSnapshotBlockPublicAccessState',
    ],
    [
      'the action, denied by a service control policy',
      `ERROR: An error occurred (AccessDenied) when calling the ListKeys operation: ${user} is not authorized to perform: kms:ListKeys on resource: * with an explicit deny in a service control policy`,
      'kms:ListKeys',
    ],
    [
      'the action, which is not always that of the operation',
      `ERROR: An error occurred (AccessDenied) when calling the ListObjectsV2 operation: ${user} is not authorized to perform: s3:ListBucket on resource: "arn:aws:s3:::b" because no identity-based policy allows the s3:ListBucket action`,
      's3:ListBucket',
    ],
    [
      'the operation, where AWS does not say more',
      'ERROR: eu-west-2 -- ClientError[112]: An error occurred (AccessDeniedException) when calling the ListReportPlans operation: Insufficient privileges to perform this action.',
      'ListReportPlans',
    ],
    [
      'nothing, in another error',
      'ERROR: An error occurred (ThrottlingException) when calling the ListKeys operation: Rate exceeded',
      undefined,
    ],
    [
      'nothing, in the name of a resource',
      'ERROR: KeyError[1]: user is not authorized to perform: glue:GetConnections',
      undefined,
    ],
  ];
  for (const [what, line, action] of lines) {
    it(`is ${what}`, () => {
      expect(refusedIn(line)).to.equal(action);
    });
  }

  it('is on purpose if the audit role denies it, and not where only an operation is known', () => {
    expect(isDeniedOnPurpose('glue:GetConnections')).to.equal(true);
    expect(isDeniedOnPurpose('GetConnections')).to.equal(false);
    expect(isDeniedOnPurpose('kms:ListKeys')).to.equal(false);
  });

  it('is listed by action, in alphabetical order', () => {
    expect(callsLine({ 'kms:ListKeys': 1, 'glue:GetTags': 2 })).to.equal(
      'glue:GetTags (2), kms:ListKeys (1)',
    );
  });
});
