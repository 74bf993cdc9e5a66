import { expect } from 'chai';
import { requireRole } from '../../../security-audit/access/access.ts';
import type { Session } from '../../../security-audit/access/sessions.ts';
import { denied, sessionOf } from '../fakes.ts';

const accounts = Array.from({ length: 12 }, (_, index) => ({
  id: String(200_000_000_000 + index),
  state: index === 0 ? 'SUSPENDED' : 'ACTIVE',
}));

/** Of a role that these accounts admit. */
function accessOf(admitted: readonly string[]) {
  const tried: string[] = [];
  const assume = async (id: string): Promise<Session> => {
    tried.push(id);
    if (admitted.includes(id)) {
      return sessionOf(id);
    }
    throw denied();
  };
  return { access: { assume }, tried };
}

describe('the audit role, before a scanner is installed', () => {
  it('is tried in active accounts until one admits it', async () => {
    const { access, tried } = accessOf(['200000000002']);

    await requireRole(access, 'Auditor', accounts);

    expect(tried).to.deep.equal(['200000000001', '200000000002']);
  });

  it('is refused when none of the first ten admits it', async () => {
    const { access, tried } = accessOf([]);

    const error = await requireRole(access, 'Auditor', accounts).catch((one: unknown) => one);

    expect(tried).to.have.length(10);
    expect(String(error))
      .to.match(/^CredentialsError: The role Auditor cannot be assumed in 200000000001, 2000/)
      .and.contain('AccessDenied')
      .and.contain('deploy audit-role, or name another --role');
  });

  it('is not tried where no account is active', async () => {
    const { access, tried } = accessOf([]);

    await requireRole(access, 'Auditor', accounts.slice(0, 1));

    expect(tried).to.deep.equal([]);
  });
});
