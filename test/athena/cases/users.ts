// Who acts in the sample logs, as CloudTrail writes userIdentity.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html

export const rootOf = (account: string) => ({
  type: 'Root',
  arn: `arn:aws:iam::${account}:root`,
  accountId: account,
});

export const userOf = (account: string, userName: string) => ({
  type: 'IAMUser',
  arn: `arn:aws:iam::${account}:user/${userName}`,
  userName,
  accessKeyId: `AKIA${userName.toUpperCase().replaceAll(/[^A-Z]/g, '')}EXAMPLE`,
});

/** A user of Identity Center has neither ARN nor principal id. */
export const identityCenterUser = (account: string, userId: string) => ({
  type: 'IdentityCenterUser',
  accountId: account,
  onBehalfOf: {
    userId,
    identityStoreArn: `arn:aws:identitystore::${account}:identitystore/d-9067642ac7`,
  },
  credentialId: 'EXAMPLEVHULjJdTUdPJfofVa1sufHDoj7aYcOYcxFVllWR_Whr1fEXAMPLE',
});
