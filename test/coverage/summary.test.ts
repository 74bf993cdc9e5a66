import { expect } from 'chai';
import { exitCode, firstLine } from '../../coverage/summary.ts';
import type { Cell, State } from '../../coverage/types.ts';

const cell = (actual: State, ok: boolean): Cell => ({
  account: '111111111111',
  name: 'Management',
  region: 'us-east-1',
  service: 'guard-duty',
  expected: 'on',
  actual,
  ok,
});

const on = cell('on', true);
const suspended = cell('suspended account', true);
const notEnabled = cell('not enabled region', true);

describe('summary', () => {
  it('exits 0 when every cell is as expected or excused', () => {
    expect(exitCode([on, suspended, notEnabled])).to.equal(0);
  });

  for (const state of ['off', 'failed', 'unreachable', 'suspended account'] as const) {
    it(`exits 1 when a cell that counts is ${state}`, () => {
      expect(exitCode([on, cell(state, false)])).to.equal(1);
    });
  }

  it('never takes no cells for a success', () => {
    expect(() => exitCode([])).to.throw('None of 0 cells could be evaluated');
  });

  it('never takes an organization that is all suspended for a success', () => {
    expect(() => exitCode([suspended, suspended])).to.throw('None of 2 cells could be evaluated');
  });

  it('does not count excused cells as expected', () => {
    expect(firstLine([on, on, suspended, notEnabled, notEnabled])).to.equal(
      '2 of 2 cells as expected; 0 holes; 1 suspended account; 2 not enabled region',
    );
  });

  it('counts the holes', () => {
    expect(firstLine([on, cell('off', false)])).to.equal('1 of 2 cells as expected; 1 hole');
  });
});
