import { expect } from 'chai';
import { unread } from '../../../preflight/findings/unread.ts';
import { judge } from '../snapshots.ts';

const denied = { code: 'AccessDeniedException', message: 'not authorized' };

describe('findings about what could not be read', () => {
  it('says nothing when all was read', () => {
    expect(judge(unread)).to.deep.equal([]);
  });

  it('notes what could not be, once for all its places, wherever it is', () => {
    const found = judge(unread, {
      organization: { unread: { policies: denied } },
      security: {
        unread: { roles: denied },
        in: { 'us-east-1': { unread: { detector: denied } } },
      },
      sandbox: { in: { 'eu-west-1': { unread: { detector: denied } } } },
    });

    expect(
      found.map(({ kind, level, found: text, places }) => [kind, level, text, places]),
    ).to.deep.equal([
      [
        'not-read',
        'note',
        'policies: AccessDeniedException, not authorized',
        [{ accountId: '111111111111' }],
      ],
      [
        'not-read',
        'note',
        'roles: AccessDeniedException, not authorized',
        [{ accountId: '222222222222' }],
      ],
      [
        'not-read',
        'note',
        'detector: AccessDeniedException, not authorized',
        [
          { accountId: '222222222222', region: 'us-east-1' },
          { accountId: '444444444444', region: 'eu-west-1' },
        ],
      ],
    ]);
  });
});
