// Who took on a role.
import type { Case } from './case.ts';
import { userOf } from './users.ts';

const sts = 'sts.amazonaws.com';
const roleOf = (account: string, name: string): string => `arn:aws:iam::${account}:role/${name}`;

export const roleCases: readonly Case[] = [
  {
    query: 'AdminRoleLogin30Days',
    does: 'counts the two records of one call once',
    given: ({ production, security }) => {
      const jane = userOf(production, 'jane');
      const roleArn = roleOf(production, 'PlatformAdmin');
      const call = {
        eventSource: sts,
        eventName: 'AssumeRole',
        requestParameters: { roleArn, roleSessionName: 'jane' },
        sharedEventID: 'shared',
        userIdentity: jane,
      };
      const other = { roleArn: roleOf(production, 'Ro') };

      return {
        parameters: ['%Admin%'],
        trail: [
          { daysAgo: 1, records: [{ ...call, eventID: 'a' }] },
          { daysAgo: 1, account: security, records: [{ ...call, eventID: 'b' }] },
          {
            daysAgo: 2,
            records: [{ ...call, sharedEventID: 'other', requestParameters: other }],
          },
        ],
        rows: [{ role: roleArn, eventname: 'AssumeRole', principal: jane.arn }],
      };
    },
  },
  {
    // Records of both accounts of a switch, with SwitchTo and with SwitchFrom:
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
    query: 'AdminRoleLogin30Days',
    does: 'finds switches of role in the console',
    given: ({ production, security }) => {
      const jane = userOf(production, 'jane');
      const switchTo = roleOf(security, 'Admin');
      const session = `arn:aws:sts::${security}:assumed-role/Admin/jane`;
      const event = { eventSource: 'signin.amazonaws.com', eventName: 'SwitchRole' };

      return {
        parameters: ['%Admin%'],
        trail: [
          {
            daysAgo: 3,
            records: [
              {
                ...event,
                eventID: 'e',
                userIdentity: jane,
                additionalEventData: { SwitchTo: switchTo },
              },
            ],
          },
          {
            daysAgo: 4,
            account: security,
            records: [
              {
                ...event,
                eventID: 'f',
                userIdentity: { type: 'AssumedRole', arn: session },
                additionalEventData: { SwitchFrom: jane.arn },
              },
            ],
          },
        ],
        rows: [
          { role: switchTo, principal: jane.arn },
          { role: session, principal: session },
        ],
      };
    },
  },
  {
    // A denied call may lack its parameters, and its message names caller and role:
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
    query: 'AdminRoleLogin30Days',
    does: 'names the role of a call that was denied, not the caller',
    given: ({ production }) => {
      const role = roleOf(production, 'PlatformAdmin');
      const denied = (userName: string, asked: string) => {
        const userIdentity = userOf(production, userName);

        return {
          eventSource: sts,
          eventName: 'AssumeRole',
          eventID: userName,
          userIdentity,
          requestParameters: null,
          errorCode: 'AccessDenied',
          errorMessage:
            `User: ${userIdentity.arn} is not authorized to perform: sts:AssumeRole ` +
            `on resource: ${asked}`,
        };
      };

      return {
        parameters: ['%Admin%'],
        trail: [
          { daysAgo: 1, records: [denied('jane', role)] },
          { daysAgo: 2, records: [denied('BackupAdmin', roleOf(production, 'Reader'))] },
          {
            daysAgo: 3,
            records: [{ ...denied('joe', role), requestParameters: { roleArn: role } }],
          },
        ],
        rows: ['jane', 'joe'].map((name) => ({
          role,
          principal: userOf(production, name).arn,
          errorcode: 'AccessDenied',
        })),
      };
    },
  },
  {
    query: 'AdminRoleLogin30Days',
    does: 'names the service or the federated user who has no ARN',
    given: ({ production }) => {
      const call = {
        eventSource: sts,
        requestParameters: { roleArn: roleOf(production, 'Admin') },
      };
      const web = { type: 'WebIdentityUser', principalId: 'accounts.example.com:jane' };

      return {
        parameters: ['%Admin%'],
        trail: [
          {
            daysAgo: 1,
            records: [
              {
                ...call,
                eventName: 'AssumeRole',
                eventID: 'service',
                userIdentity: { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' },
              },
            ],
          },
          {
            daysAgo: 2,
            records: [
              {
                ...call,
                eventName: 'AssumeRoleWithWebIdentity',
                eventID: 'web',
                userIdentity: web,
              },
            ],
          },
        ],
        rows: [{ principal: 'ec2.amazonaws.com' }, { principal: web.principalId }],
      };
    },
  },
];
