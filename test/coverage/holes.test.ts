import { expect } from 'chai';
import { describeHoles } from '../../coverage/holes.ts';
import type { Cell } from '../../coverage/types.ts';

const hole = (change: Partial<Cell> = {}): Cell => ({
  account: '444444444444',
  name: 'Sandbox',
  region: 'us-east-1',
  service: 'guard-duty',
  expected: 'on',
  actual: 'off',
  ok: false,
  reason: 'there is no detector',
  ...change,
});

describe('holes', () => {
  it('say where, what and why', () => {
    expect(describeHoles([hole(), hole({ region: 'eu-west-1' })])).to.deep.equal([
      'guard-duty in us-east-1, eu-west-1 - Sandbox 444444444444 - off: there is no detector',
    ]);
  });

  it('say how to repair them', () => {
    expect(describeHoles([hole({ repair: 'enable it' })])).to.deep.equal([
      'guard-duty in us-east-1 - Sandbox 444444444444 - off: there is no detector - repair: enable it',
    ]);
  });

  it('are not the cells that are not holes', () => {
    expect(describeHoles([hole({ ok: true, actual: 'suspended account' })])).to.deep.equal([]);
  });

  it('share a line where accounts lack the same in the same regions', () => {
    const accounts = ['One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven'];
    const holes = accounts.map((name, index) => hole({ name, account: `60000000000${index}` }));

    expect(describeHoles(holes)).to.deep.equal([
      'guard-duty in us-east-1 - 7 accounts (One 600000000000, Two 600000000001, ' +
        'Three 600000000002, Four 600000000003, Five 600000000004 and 2 more) - ' +
        'off: there is no detector',
    ]);
  });

  it('keep different reasons apart', () => {
    const other = hole({ region: 'eu-west-1', reason: 'the detector d1 is DISABLED' });

    expect(describeHoles([hole(), other])).to.have.length(2);
  });

  it('are one for an account that cannot be reached', () => {
    const unreachable = { actual: 'unreachable', reason: 'AccessDenied: no' } as const;

    expect(
      describeHoles([hole(unreachable), hole({ ...unreachable, service: 'trail' })]),
    ).to.deep.equal([
      'all 2 services in us-east-1 - Sandbox 444444444444 - unreachable: AccessDenied: no',
    ]);
  });

  it('end after fifty lines with how many there are more', () => {
    const holes = Array.from({ length: 53 }, (_, index) => hole({ reason: `reason ${index}` }));

    const lines = describeHoles(holes);

    expect(lines).to.have.length(51);
    expect(lines.at(-1)).to.equal('and 3 more lines: --output FILE writes all cells');
  });
});
