import { expect } from 'chai';
import { awsError } from '../../../doubles/aws-client.ts';
import { differences, resource } from './differences.ts';

const all = {
  BlockPublicAcls: true,
  BlockPublicPolicy: true,
  IgnorePublicAcls: true,
  RestrictPublicBuckets: true,
};
const bucket = resource('AWS::S3::Bucket', 'reports', {
  BucketName: 'reports',
  BucketEncryption: {
    ServerSideEncryptionConfiguration: [
      { ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
    ],
  },
  VersioningConfiguration: { Status: 'Enabled' },
  PublicAccessBlockConfiguration: all,
  OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
  LoggingConfiguration: { DestinationBucketName: 'access' },
  LifecycleConfiguration: {
    Rules: [
      {
        Id: 'Expire',
        Status: 'Enabled',
        Prefix: 'AWSLogs/',
        ExpirationInDays: '365',
        NoncurrentVersionExpiration: { NoncurrentDays: 30 },
      },
    ],
  },
  NotificationConfiguration: {
    QueueConfigurations: [{ Event: 's3:ObjectCreated:*', Queue: 'arn:aws:sqs:q' }],
  },
});

const lifecycle = {
  ID: 'Expire',
  Status: 'Enabled',
  Filter: { Prefix: 'AWSLogs/' },
  Expiration: { Days: 365 },
  NoncurrentVersionExpiration: { NoncurrentDays: 30 },
};
const queue = { Id: 'made-by-aws', QueueArn: 'arn:aws:sqs:q', Events: ['s3:ObjectCreated:*'] };

const s3 = (change: object = {}) => ({
  s3: {
    GetBucketEncryption: {
      ServerSideEncryptionConfiguration: {
        Rules: [
          {
            ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' },
            BucketKeyEnabled: false,
          },
        ],
      },
    },
    GetBucketVersioning: { Status: 'Enabled' },
    GetPublicAccessBlock: { PublicAccessBlockConfiguration: all },
    GetBucketLifecycleConfiguration: { Rules: [lifecycle] },
    GetBucketOwnershipControls: {
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    },
    GetBucketLogging: { LoggingEnabled: { TargetBucket: 'access', TargetPrefix: '' } },
    GetBucketNotificationConfiguration: { QueueConfigurations: [queue] },
    GetObjectLockConfiguration: awsError('ObjectLockConfigurationNotFoundError'),
    ...change,
  },
});

describe('values of buckets', () => {
  it('are the same in the words of the API', async () => {
    expect(await differences(bucket, s3())).to.deep.equal([]);
  });

  for (const [what, change, text] of [
    [
      'an encryption',
      { GetBucketEncryption: awsError('ServerSideEncryptionConfigurationNotFoundError') },
      'BucketEncryption.ServerSideEncryptionConfiguration is nothing, expected [{"ServerSideEncryptionByDefault":{"SSEAlgorithm":"AES256"}}]',
    ],
    [
      'a versioning that is suspended',
      { GetBucketVersioning: { Status: 'Suspended' } },
      "VersioningConfiguration.Status is 'Suspended', expected 'Enabled'",
    ],
    [
      'a public access that is allowed',
      {
        GetPublicAccessBlock: {
          PublicAccessBlockConfiguration: { ...all, BlockPublicAcls: false },
        },
      },
      "PublicAccessBlockConfiguration.BlockPublicAcls is 'false', expected 'true'",
    ],
    [
      'an expiry that is shortened',
      { GetBucketLifecycleConfiguration: { Rules: [{ ...lifecycle, Expiration: { Days: 1 } }] } },
      "LifecycleConfiguration.Rules[Expire].ExpirationInDays is '1', expected '365'",
    ],
    [
      'owners that may be others',
      {
        GetBucketOwnershipControls: {
          OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] },
        },
      },
      "OwnershipControls.Rules.ObjectOwnership is 'ObjectWriter', expected 'BucketOwnerEnforced'",
    ],
    [
      'an access log that is redirected',
      { GetBucketLogging: { LoggingEnabled: { TargetBucket: 'other' } } },
      "LoggingConfiguration.DestinationBucketName is 'other', expected 'access'",
    ],
    [
      'a notification that is gone',
      { GetBucketNotificationConfiguration: {} },
      'NotificationConfiguration.QueueConfigurations is nothing, expected [{"Event":"s3:ObjectCreated:*","Queue":"arn:aws:sqs:q"}]',
    ],
  ] as const) {
    it(`name ${what}`, async () => {
      expect(await differences(bucket, s3(change))).to.deep.equal([text]);
    });
  }

  it('are gone with the bucket', async () => {
    const gone = { GetBucketVersioning: awsError('NoSuchBucket') };

    expect(await differences(bucket, s3(gone))).to.equal('gone');
  });

  it('are not those of a bucket of another account', async () => {
    const denied = { GetBucketVersioning: awsError('AccessDenied') };

    const error = await differences(bucket, s3(denied)).catch((caught) => caught);

    expect(error).to.have.property('name', 'AccessDenied');
  });

  const deny = { Sid: 'DenyHttp', Effect: 'Deny', Principal: '*', Action: 's3:*' };
  const policy = resource('AWS::S3::BucketPolicy', 'reports', {
    Bucket: 'reports',
    PolicyDocument: { Statement: [deny] },
  });
  const withPolicy = (...Statement: object[]) => ({
    s3: { GetBucketPolicy: { Policy: JSON.stringify({ Statement }) } },
  });

  it('name what is added to a policy, and what is taken from it', async () => {
    const open = { Sid: 'Open', Effect: 'Allow', Principal: { AWS: '*' }, Action: 's3:GetObject' };

    expect(
      await differences(policy, withPolicy({ ...deny, Principal: { AWS: '*' } })),
    ).to.deep.equal([]);
    expect(await differences(policy, withPolicy(deny, open))).to.deep.equal([
      'PolicyDocument.Statement[Open] has {"Action":["s3:getobject"],"Effect":"Allow","Principal":{"AWS":["*"]},"Sid":"Open"}, which is not ours',
    ]);
    expect(await differences(policy, withPolicy())).to.deep.equal([
      'PolicyDocument.Statement is nothing, expected [{"Action":["s3:*"],"Effect":"Deny","Principal":{"AWS":["*"]},"Sid":"DenyHttp"}]',
    ]);
  });

  it('are gone with the policy', async () => {
    const GetBucketPolicy = awsError('NoSuchBucketPolicy');

    expect(await differences(policy, { s3: { GetBucketPolicy } })).to.equal('gone');
  });
});
