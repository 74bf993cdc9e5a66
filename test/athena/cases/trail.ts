// Sign-ins, keys, and changes of trail and recorder.
import { type Case, timeOf } from './case.ts';
import { identityCenterUser, rootOf, userOf } from './users.ts';

const signIn = { eventSource: 'signin.amazonaws.com', eventName: 'ConsoleLogin' };
const succeeded = { ConsoleLogin: 'Success' };
const userId = '544894e8-80c1-707f-60e3-3ba6510dfac1';

export const trailCases: readonly Case[] = [
  {
    query: 'RootLogin30Days',
    does: 'finds sign-ins of root users, the newest first',
    given: ({ now, production }) => {
      const login = { ...signIn, userIdentity: rootOf(production), responseElements: succeeded };
      const found = {
        recipientaccountid: production,
        awsregion: 'us-east-1',
        sourceipaddress: '198.51.100.7',
        useragent: 'aws-cli/2.27',
      };

      return {
        trail: [
          { daysAgo: 1, records: [{ ...login, additionalEventData: { MFAUsed: 'Yes' } }] },
          { daysAgo: 30, records: [{ ...login, responseElements: { ConsoleLogin: 'Failure' } }] },
          { daysAgo: 31, records: [login] },
          {
            daysAgo: 2,
            records: [
              { ...login, userIdentity: userOf(production, 'jane') },
              { ...login, eventName: 'CredentialVerification' },
            ],
          },
        ],
        rows: [
          { eventtime: timeOf(now, 1), ...found, result: 'Success', mfa: 'Yes' },
          { eventtime: timeOf(now, 30), ...found, result: 'Failure', mfa: null },
        ],
      };
    },
  },
  {
    query: 'SignInWithoutMfa',
    does: 'leaves out those with it, those that failed, and federated ones',
    given: ({ production }) => {
      const jane = userOf(production, 'jane');
      const login = { ...signIn, userIdentity: jane, responseElements: succeeded };
      const federated = { type: 'AssumedRole', arn: 'arn:aws:sts::1:assumed-role/A/jane' };

      return {
        trail: [
          {
            daysAgo: 1,
            records: [
              { ...login, additionalEventData: { MFAUsed: 'No' } },
              { ...login, additionalEventData: { MFAUsed: 'Yes' } },
              { ...login, responseElements: { ConsoleLogin: 'Failure' } },
              { ...login, userIdentity: federated },
            ],
          },
          { daysAgo: 2, records: [{ ...login, userIdentity: rootOf(production) }] },
        ],
        rows: [{ principal: 'jane' }, { principal: rootOf(production).arn }],
      };
    },
  },
  {
    query: 'NewAccessKeys',
    does: 'shows whose key it is, and leaves out what was refused',
    given: ({ production }) => {
      const jane = userOf(production, 'jane');
      const made = {
        eventSource: 'iam.amazonaws.com',
        eventName: 'CreateAccessKey',
        userIdentity: jane,
        requestParameters: { userName: 'build' },
      };
      const accessKey = { userName: 'build', accessKeyId: 'AKIAI44QH8DHBEXAMPLE' };

      return {
        trail: [
          {
            daysAgo: 4,
            records: [
              { ...made, responseElements: { accessKey } },
              { ...made, errorCode: 'AccessDenied' },
            ],
          },
        ],
        rows: [{ username: 'build', accesskeyid: accessKey.accessKeyId, madeby: jane.arn }],
      };
    },
  },
  {
    query: 'TrailOrConfigChanges',
    does: 'finds attempts too, but not what is only read',
    given: ({ production }) => {
      const jane = userOf(production, 'jane');
      const trail = { eventSource: 'cloudtrail.amazonaws.com', userIdentity: jane };
      const config = { eventSource: 'config.amazonaws.com', userIdentity: jane };

      return {
        trail: [
          {
            daysAgo: 1,
            records: [{ ...trail, eventName: 'StopLogging', errorCode: 'AccessDenied' }],
          },
          { daysAgo: 2, records: [{ ...config, eventName: 'DeleteConfigurationRecorder' }] },
          {
            daysAgo: 3,
            records: [
              { ...config, eventName: 'PutEvaluations' },
              { ...config, eventName: 'DescribeConfigRules', readOnly: true },
            ],
          },
        ],
        rows: [
          { eventname: 'StopLogging', errorcode: 'AccessDenied', principal: jane.arn },
          { eventname: 'DeleteConfigurationRecorder', errorcode: null, principal: jane.arn },
        ],
      };
    },
  },
  {
    query: 'TrailOrConfigChanges',
    does: 'names a user of Identity Center by the id in its directory',
    given: ({ production }) => ({
      trail: [
        {
          daysAgo: 1,
          records: [
            {
              eventSource: 'config.amazonaws.com',
              eventName: 'StopConfigurationRecorder',
              userIdentity: identityCenterUser(production, userId),
            },
          ],
        },
      ],
      rows: [{ eventname: 'StopConfigurationRecorder', principal: userId }],
    }),
  },
];
