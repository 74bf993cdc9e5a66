import { expect } from 'chai';
import { progressOn } from '../../commands/progress.ts';

describe('progress of a command', () => {
  function told(times: number[], more: { isTTY?: boolean; columns?: number } = {}): string {
    let written = '';
    let at = 0;
    const output = { write: (text: string) => (written += text), ...more };
    const progress = progressOn(output, () => at);
    for (const time of times) {
      at = time;
      progress.tell(`at ${time}`);
    }
    progress.end();
    return written;
  }

  it('is silent for two seconds', () => {
    expect(told([0, 1_000, 1_999])).to.equal('');
    expect(told([1_999], { isTTY: true })).to.equal('');
  });

  it('writes a line every ten seconds to a file', () => {
    expect(told([2_000, 5_000, 11_999, 12_000])).to.equal('at 2000\nat 12000\n');
  });

  it('changes one line of a terminal, no wider than it, and removes it in the end', () => {
    expect(told([2_000, 2_050, 2_100], { isTTY: true, columns: 4 })).to.equal(
      '\r\u001B[Kat \r\u001B[Kat \r\u001B[K',
    );
  });
});
