import { expect } from 'chai';
import { renderChanged, renderOutcome } from '../../watch/text.ts';

const passed = {
  capability: 'alerts',
  name: 'goes to ALARM',
  passed: true,
  seconds: 0.84,
  detail: 'seen',
};
const failed = {
  ...{ capability: 'alerts', name: 'is silent', passed: false, seconds: 1 },
  ...{ detail: 'expected 1, got 2', log: 'out/x.log' },
};

describe('the text of --watch', () => {
  it('names the files that changed, a few of many', () => {
    const files = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];

    expect(renderChanged(files, new Date(2026, 0, 1, 2, 3, 4))).to.equal(
      '\n02:03:04 a, b, c, d, e, … and 2 more changed\n',
    );
  });

  it('shows tasks, stacks and scenarios of a round', () => {
    const stacks = ['topic in 111111111111/us-east-1: UPDATE_COMPLETE'];

    const text = renderOutcome(
      { kind: 'outcome', tasks: ['Alerts'], stacks, scenarios: [passed, failed] },
      3.21,
    );

    expect(text.split('\n')).to.deep.equal([
      '  performed Alerts',
      '  topic in 111111111111/us-east-1: UPDATE_COMPLETE',
      '  ok alerts: it goes to ALARM, 0.8 s',
      '  no alerts: it is silent: expected 1, got 2',
      '    stack and calls: out/x.log',
      '  does not hold; change a file to try again, in 3.2 s',
      '',
    ]);
  });

  it('says that nothing of a task changed', () => {
    const text = renderOutcome(
      { kind: 'outcome', tasks: ['Alerts'], stacks: [], scenarios: [] },
      1,
    );

    expect(text).to.equal('  performed Alerts\n  no stack changed\n  holds, in 1.0 s\n');
  });

  it('shows what is wrong', () => {
    const text = renderOutcome(
      { kind: 'outcome', problem: 'error in x', tasks: [], stacks: [], scenarios: [] },
      1,
    );

    expect(text).to.equal('error in x\n  does not hold; change a file to try again, in 1.0 s\n');
  });
});
