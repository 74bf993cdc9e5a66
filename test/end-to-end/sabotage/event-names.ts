type Names = Readonly<Record<string, string>>;

/**
 * Where CloudTrail has another name for a call than the API, by the name of the client.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/logging-using-cloudtrail.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
 */
const names: Readonly<Record<string, Names>> = {
  lambda: {
    AddPermission: 'AddPermission20150331v2',
    CreateAlias: 'CreateAlias20150331',
    CreateEventSourceMapping: 'CreateEventSourceMapping20150331',
    CreateFunction: 'CreateFunction20150331',
    DeleteAlias: 'DeleteAlias20150331',
    DeleteEventSourceMapping: 'DeleteEventSourceMapping20150331',
    DeleteFunction: 'DeleteFunction20150331',
    DeleteFunctionConcurrency: 'DeleteFunctionConcurrency20171031',
    GetAlias: 'GetAlias20150331',
    GetFunction: 'GetFunction20150331v2',
    PublishLayerVersion: 'PublishLayerVersion20181031',
    PublishVersion: 'PublishVersion20150331',
    PutFunctionConcurrency: 'PutFunctionConcurrency20171031',
    RemovePermission: 'RemovePermission20150331v2',
    TagResource: 'TagResource20170331v2',
    UntagResource: 'UntagResource20170331v2',
    UpdateAlias: 'UpdateAlias20150331',
    UpdateEventSourceMapping: 'UpdateEventSourceMapping20150331',
    UpdateFunctionCode: 'UpdateFunctionCode20150331v2',
    UpdateFunctionConfiguration: 'UpdateFunctionConfiguration20150331v2',
  },
  s3: {
    DeletePublicAccessBlock: 'DeleteBucketPublicAccessBlock',
    GetBucketLifecycleConfiguration: 'GetBucketLifecycle',
    GetBucketNotificationConfiguration: 'GetBucketNotification',
    GetPublicAccessBlock: 'GetBucketPublicAccessBlock',
    PutBucketLifecycleConfiguration: 'PutBucketLifecycle',
    PutBucketNotificationConfiguration: 'PutBucketNotification',
    PutPublicAccessBlock: 'PutBucketPublicAccessBlock',
  },
};

/** The eventName of a call. */
export const eventNameOf = (client: string, operation: string): string =>
  names[client]?.[operation] ?? operation;
