import { mock } from 'node:test';
import { expect } from 'chai';
import { DeadlineError } from '../../../custom-resources/framework/errors.ts';
import { startDeadline } from '../../../custom-resources/framework/runtime.ts';

describe('startDeadline', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());

  it('passes while there is time left to answer', async () => {
    const deadline = startDeadline(300_000);

    mock.timers.tick(292_000);

    const error = await deadline.passed.catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(DeadlineError);
    expect(error)
      .to.have.property('message')
      .that.matches(/^Not finished after 292 s/);
  });

  it('leaves half of the time when there is little', async () => {
    const deadline = startDeadline(3000);

    mock.timers.tick(1500);

    expect(await deadline.passed.catch((thrown: unknown) => thrown)).to.be.instanceOf(
      DeadlineError,
    );
  });

  it('does not pass once it is cancelled', async () => {
    const deadline = startDeadline(300_000);

    deadline.cancel();
    mock.timers.tick(300_000);

    const first = await Promise.race([deadline.passed, Promise.resolve('not passed')]);
    expect(first).to.equal('not passed');
  });
});
