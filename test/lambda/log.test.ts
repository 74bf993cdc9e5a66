import { expect } from 'chai';
import { jsonLog } from '../../lambda/log.ts';

describe('jsonLog', () => {
  it('writes one JSON object a line, with the time and the level', () => {
    const lines: string[] = [];
    const log = jsonLog(
      (line) => lines.push(line),
      () => new Date('2026-01-02T03:04:05Z'),
    );

    log({ message: 'Enabled', action: 'enable', principal: 'config.amazonaws.com' });

    expect(lines).to.deep.equal([
      '{"timestamp":"2026-01-02T03:04:05.000Z","level":"INFO","message":"Enabled","action":"enable","principal":"config.amazonaws.com"}\n',
    ]);
  });
});
