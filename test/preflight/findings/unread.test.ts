import { expect } from 'chai';
import { unread } from '../../../preflight/findings/unread.ts';
import { judge } from '../snapshots.ts';

const denied = { code: 'AccessDeniedException', message: 'not authorized' };

describe('findings about what could not be read', () => {
  it('says nothing when all was read', () => {
    expect(judge(unread)).to.deep.equal([]);
  });

  it('notes what could not be, once for each cause, with all its places', () => {
    const byPolicy = {
      code: 'AccessDenied',
      message: 'with an explicit deny in a service control policy',
    };
    const found = judge(unread, {
      organization: { unread: { policies: denied } },
      security: {
        unread: { roles: denied },
        in: { 'us-east-1': { unread: { detector: byPolicy, 'named.AWS::SNS::Topic': byPolicy } } },
      },
      sandbox: {
        in: {
          'eu-west-1': {
            unread: {
              detector: byPolicy,
              stacks: { code: 'Throttling', message: 'Rate exceeded' },
            },
          },
        },
      },
    });

    expect(
      found.map(({ kind, level, found: text, places }) => [kind, level, text, places]),
    ).to.deep.equal([
      [
        'not-read',
        'note',
        'could not read policies, roles: denied, such as not authorized',
        [{ accountId: '111111111111' }, { accountId: '222222222222' }],
      ],
      [
        'not-read',
        'note',
        'could not read detector, AWS::SNS::Topic: denied by a policy of the organization, such as with an explicit deny in a service control policy',
        [
          { accountId: '222222222222', region: 'us-east-1' },
          { accountId: '444444444444', region: 'eu-west-1' },
        ],
      ],
      [
        'not-read',
        'note',
        'could not read stacks: Throttling, such as Rate exceeded',
        [{ accountId: '444444444444', region: 'eu-west-1' }],
      ],
    ]);
  });
});
