import { expect } from 'chai';
import { redact } from '../../trial/redact.ts';

describe('what AWS said, redacted', () => {
  it('names neither account nor organization', () => {
    const said =
      'arn:aws:iam::111111111111:role/x in o-a1b2c3d4e5, r-ab12, ou-ab12-cdefghij (222222222222)';

    expect(redact(said)).to.equal(
      'arn:aws:iam::<account>:role/x in <organization>, <unit>, <unit> (<account>)',
    );
  });

  it('names no person, by session, user or address', () => {
    const said =
      'User: arn:aws:sts::111111111111:assumed-role/Admin/jane@example.com is not arn:aws:iam::111111111111:user/jane; ask jo@example.com';

    expect(redact(said)).to.equal(
      'User: arn:aws:sts::<account>:assumed-role/<caller> is not arn:aws:iam::<account>:user/<caller>; ask <address>',
    );
  });

  it('keeps the roles of the trial, without their random part', () => {
    const said =
      'User: arn:aws:sts::111111111111:assumed-role/ofn-audit-trial-a1b2c3-question-Role-X/ofn-audit-trial may not';

    expect(redact(said)).to.equal(
      'User: arn:aws:sts::<account>:assumed-role/ofn-audit-trial-question-Role-X/ofn-audit-trial may not',
    );
  });

  it('has no key and no id of a request', () => {
    const said =
      'ASIAIOSFODNN7EXAMPLE AROAIOSFODNN7EXAMPLE:x RequestID: 0f3c2a10-1234-4abc-9def-0123456789ab';

    expect(redact(said)).to.equal('<key> <key>:x RequestID: <id>');
  });

  it('is one line', () => {
    expect(redact('a\n  b')).to.equal('a b');
  });
});
