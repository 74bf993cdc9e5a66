import type { Context } from './context.ts';

/** Conditions of the two statements that delivery to a bucket needs. */
export interface Conditions {
  readonly write: unknown;
  readonly check: unknown;
}

/** A bucket without ACLs, which is what a new one is, and its policy for a service. */
export function bucketFor(
  name: string,
  service: string,
  { write, check }: Conditions,
): Record<string, unknown> {
  const Principal = { Service: service };
  const arn = { 'Fn::GetAtt': [name, 'Arn'] };
  return {
    [name]: {
      Type: 'AWS::S3::Bucket',
      Properties: {
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      },
    },
    [`${name}Policy`]: {
      Type: 'AWS::S3::BucketPolicy',
      Properties: {
        Bucket: { Ref: name },
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              ...{ Effect: 'Allow', Principal, Action: 's3:PutObject', Condition: write },
              Resource: { 'Fn::Sub': `\${${name}.Arn}/AWSLogs/\${AWS::AccountId}/*` },
            },
            {
              ...{ Effect: 'Allow', Principal, Resource: arn, Condition: check },
              Action: ['s3:GetBucketAcl', 's3:ListBucket'],
            },
          ],
        },
      },
    },
  };
}

/** As AWS's page has them. https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-permissions.html */
export const ofThisAccount = ({ accountId }: Pick<Context, 'accountId'>): Conditions => {
  const own = { StringEquals: { 'aws:SourceAccount': accountId } };
  return { write: own, check: own };
};
