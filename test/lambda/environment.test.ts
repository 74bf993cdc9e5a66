import { expect } from 'chai';
import { writeIntervalMs } from '../../lambda/environment.ts';

describe('writeIntervalMs', () => {
  it('is what AWS allows unless the environment says otherwise', () => {
    const intervals = [{}, { WRITE_INTERVAL_MS: '0' }, { WRITE_INTERVAL_MS: 'soon' }].map(
      writeIntervalMs,
    );

    expect(intervals).to.deep.equal([1000, 0, 1000]);
  });
});
