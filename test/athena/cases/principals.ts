// What principals did, and what they were refused.
import type { Case } from './case.ts';
import { identityCenterUser, rootOf, userOf } from './users.ts';

const jane = (account: string) => userOf(account, 'jane');
const users = ['544894e8-80c1-707f-60e3-3ba6510dfac1', '94d00cd8-e9e6-4810-b177-b08e84775435'];

const stormCases: readonly Case[] = [
  {
    query: 'AccessDeniedByPrincipal',
    does: 'counts by hour, and only storms',
    given: ({ production }) => {
      const refused = { eventSource: 'ec2.amazonaws.com', eventName: 'RunInstances' };
      const storm = Array.from({ length: 20 }, (_, index) => ({
        ...refused,
        userIdentity: jane(production),
        errorCode: index % 2 ? 'AccessDenied' : 'Client.UnauthorizedOperation',
      }));

      return {
        trail: [
          { daysAgo: 1, records: storm },
          {
            daysAgo: 2,
            records: [...storm.slice(1), { ...refused, userIdentity: jane(production) }],
          },
        ],
        rows: [{ principal: jane(production).arn, refused: '20', actions: '1' }],
      };
    },
  },
  {
    query: 'AccessDeniedByPrincipal',
    does: 'distinguishes users of Identity Center',
    given: ({ production }) => {
      const storm = (userId: string, length: number) =>
        Array.from({ length }, () => ({
          eventSource: 'qbusiness.amazonaws.com',
          eventName: 'ListApplications',
          errorCode: 'AccessDeniedException',
          userIdentity: identityCenterUser(production, userId),
        }));
      const [first = '', second = ''] = users;

      return {
        trail: [{ daysAgo: 1, records: [...storm(first, 22), ...storm(second, 21)] }],
        rows: [
          { principal: first, refused: '22' },
          { principal: second, refused: '21' },
        ],
      };
    },
  },
];

const listing = { eventSource: 's3.amazonaws.com', eventName: 'ListBuckets', readOnly: true };

const activityCases: readonly Case[] = ['user/jane', 'jane', 'AKIAJANEEXAMPLE'].map((asked) => ({
  query: 'ActivityOfPrincipal',
  does: `finds a principal by ${asked}`,
  given: ({ production }) => {
    const root = { ...rootOf(production), accessKeyId: 'ASIAOTHER' };

    return {
      parameters: [asked],
      trail: [
        { daysAgo: 1, records: [{ ...listing, userIdentity: jane(production) }] },
        { daysAgo: 2, records: [{ ...listing, userIdentity: root }] },
        { daysAgo: 8, records: [{ ...listing, userIdentity: jane(production) }] },
      ],
      rows: [{ principal: jane(production).arn }],
    };
  },
}));

/** `_` and `%` may stand in names: both are wildcards of LIKE. */
const literalCases: readonly Case[] = ['build_agent', 'user/build_agent'].map((asked) => ({
  query: 'ActivityOfPrincipal',
  does: `takes no letter of ${asked} for a wildcard`,
  given: ({ production }) => ({
    parameters: [asked],
    trail: [
      {
        daysAgo: 1,
        records: [{ ...listing, userIdentity: userOf(production, 'build_agent') }],
      },
      {
        daysAgo: 2,
        records: [{ ...listing, userIdentity: userOf(production, 'build-agent') }],
      },
    ],
    rows: [{ principal: userOf(production, 'build_agent').arn }],
  }),
}));

const directoryCase: Case = {
  query: 'ActivityOfPrincipal',
  does: 'finds a user of Identity Center by the id in its directory',
  given: ({ production }) => {
    const [first = '', second = ''] = users;

    return {
      parameters: [first],
      trail: [
        {
          daysAgo: 1,
          records: [first, second].map((userId) => ({
            ...listing,
            userIdentity: identityCenterUser(production, userId),
          })),
        },
      ],
      rows: [{ principal: first }],
    };
  },
};

const resourceCase: Case = {
  query: 'WhoTouchedResource',
  does: 'looks into request, response and resources',
  given: ({ production }) => {
    const id = 'sg-0123456789abcdef0';
    const event = { eventSource: 'ec2.amazonaws.com', userIdentity: jane(production) };
    const resources = [{ ARN: `arn:aws:ec2:::security-group/${id}` }];
    const asked = { requestParameters: { groupId: id } };

    return {
      parameters: [id],
      trail: [
        { daysAgo: 1, records: [{ ...event, eventName: 'A', ...asked }] },
        { daysAgo: 2, records: [{ ...event, eventName: 'B', responseElements: { groupId: id } }] },
        { daysAgo: 3, records: [{ ...event, eventName: 'C', resources }] },
        {
          daysAgo: 4,
          records: [
            { ...event, eventName: 'D', ...asked, readOnly: true },
            { ...event, eventName: 'E', requestParameters: { groupId: 'sg-other' } },
          ],
        },
      ],
      rows: ['A', 'B', 'C'].map((eventname) => ({ eventname, principal: jane(production).arn })),
    };
  },
};

export const principalCases: readonly Case[] = [
  ...stormCases,
  ...activityCases,
  ...literalCases,
  directoryCase,
  resourceCase,
];
