// What has an address, a principal or a policy to look for, and a period.
import { daysBefore } from '../logs.ts';
import { type Case, timeOf, type World } from './case.ts';
import { userOf } from './users.ts';

/** From three days ago to one day ago. */
const period = ({ now }: World) => [daysBefore(now, 3), daysBefore(now, 1)];

const jane = (account: string) => userOf(account, 'jane');
const listing = { eventSource: 's3.amazonaws.com', eventName: 'ListBuckets', readOnly: true };
const of = (account: string, address: string) => ({
  ...{ ...listing, userIdentity: jane(account), sourceIPAddress: address },
});

const addressCases: readonly Case[] = [
  { asked: '203.0.113.9', other: '203.0.113.90' },
  { asked: '203.0.113.%', other: '203.0.114.9' },
].map(({ asked, other }) => ({
  query: 'CallsOfAddress',
  does: `finds the calls from ${asked} of the first and the last day, and no others`,
  given: (world) => ({
    parameters: [...period(world), asked],
    trail: [
      { daysAgo: 0, records: [of(world.production, '203.0.113.9')] },
      {
        daysAgo: 1,
        records: [of(world.production, '203.0.113.9'), of(world.production, other)],
      },
      {
        daysAgo: 3,
        account: world.security,
        region: 'eu-west-1',
        records: [of(world.security, '203.0.113.9')],
      },
      { daysAgo: 4, records: [of(world.security, '203.0.113.9')] },
    ],
    rows: [
      { eventtime: timeOf(world.now, 1), recipientaccountid: world.production },
      { eventtime: timeOf(world.now, 3), recipientaccountid: world.security },
    ],
  }),
}));

const flowCase: Case = {
  query: 'FlowsOfAddress',
  does: 'adds up both directions of the traffic of an address',
  given: (world) => {
    const sent = { srcaddr: '203.0.113.9', dstaddr: '10.0.0.1', dstport: 443, bytes: 10 };
    const received = { srcaddr: '10.0.0.1', dstaddr: '203.0.113.9', dstport: 50_000, bytes: 900 };
    const other = { srcaddr: '10.0.0.1', dstaddr: '10.0.0.2', dstport: 443, bytes: 9000 };

    return {
      parameters: [...period(world), '203.0.113.9'],
      flows: [
        { daysAgo: 0, flows: [received] },
        { daysAgo: 2, flows: [sent, sent, received, other] },
        { daysAgo: 4, flows: [received] },
      ],
      rows: [
        { srcaddr: received.srcaddr, dstaddr: received.dstaddr, bytes: '900', flows: '1' },
        { srcaddr: sent.srcaddr, dstaddr: sent.dstaddr, bytes: '20', flows: '2' },
      ],
    };
  },
};

const iam = (userIdentity: object, eventName: string, more: object) => ({
  ...{ eventSource: 'iam.amazonaws.com', eventName, readOnly: false, userIdentity },
  ...more,
});

const principalCase: Case = {
  query: 'WhoMadePrincipal',
  does: 'finds who made a role or a key, or was refused, and not who deleted it',
  given: (world) => {
    const jane = userOf(world.production, 'jane');
    const role = { requestParameters: { roleName: 'deployer' } };
    const key = {
      requestParameters: { userName: 'deployer' },
      responseElements: { accessKey: { accessKeyId: 'AKIAEXAMPLE' } },
    };

    return {
      parameters: [...period(world), 'deployer'],
      trail: [
        { daysAgo: 0, records: [iam(jane, 'CreateRole', role)] },
        { daysAgo: 1, records: [iam(jane, 'CreateRole', { ...role, errorCode: 'AccessDenied' })] },
        { daysAgo: 2, records: [iam(jane, 'DeleteRole', role)] },
        {
          daysAgo: 3,
          records: [
            iam(jane, 'CreateAccessKey', key),
            iam(jane, 'CreateRole', { requestParameters: { roleName: 'reader' } }),
          ],
        },
      ],
      rows: [
        { eventname: 'CreateRole', principal: jane.arn, errorcode: 'AccessDenied' },
        { eventname: 'CreateAccessKey', principal: jane.arn, errorcode: null },
      ],
    };
  },
};

const policyCase: Case = {
  query: 'WhoChangedPolicy',
  does: 'finds changes of policies of an identity and of resources, and no reading of them',
  given: (world) => {
    const jane = userOf(world.production, 'jane');
    const role = { requestParameters: { roleName: 'deployer' } };
    const bucket = {
      ...{ eventSource: 's3.amazonaws.com', readOnly: false, userIdentity: jane },
      requestParameters: { bucketName: 'of-deployer' },
    };

    return {
      parameters: [...period(world), 'deployer'],
      trail: [
        { daysAgo: 1, records: [iam(jane, 'UpdateAssumeRolePolicy', role)] },
        {
          daysAgo: 2,
          records: [
            { ...iam(jane, 'GetRolePolicy', role), readOnly: true },
            iam(jane, 'TagRole', role),
            iam(jane, 'PutRolePolicy', { requestParameters: { roleName: 'reader' } }),
          ],
        },
        { daysAgo: 3, records: [{ ...bucket, eventName: 'PutBucketAcl' }] },
        { daysAgo: 4, records: [iam(jane, 'PutRolePolicy', role)] },
      ],
      rows: [
        { eventname: 'UpdateAssumeRolePolicy', principal: jane.arn },
        { eventname: 'PutBucketAcl', principal: jane.arn },
      ],
    };
  },
};

export const periodCases: readonly Case[] = [...addressCases, flowCase, principalCase, policyCase];
