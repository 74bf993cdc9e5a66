import { expect } from 'chai';
import { Problem } from '../problem.ts';
import { fullName, requireSome, selectScenarios } from '../selection.ts';

const [test, topic, trail] = [
  { capability: 'alerts', name: 'delivers a test alert' },
  { capability: 'alerts', name: 'keeps what a subscriber (HTTPS) refuses' },
  { capability: 'cloud-trail', name: 'records every region' },
] as const;
const all = [test, topic, trail];
const files = new Map<(typeof all)[number], string>([[topic, '/x/alerts/failed-subscriber.ts']]);

const select = (...globs: string[]) => selectScenarios(all, globs, (one) => files.get(one));

describe('--scenario', () => {
  it('names all scenarios of a capability', () => {
    const selected = select('alerts');

    expect(selected).to.deep.equal([test, topic]);
  });

  it('names one by its name in kebab-case', () => {
    const selected = select('alerts/keeps-what-a-subscriber-https-refuses');

    expect(selected).to.deep.equal([topic]);
  });

  it('names one by its file', () => {
    const selected = select('alerts/failed-*');

    expect(selected).to.deep.equal([topic]);
  });

  it('takes several globs, and keeps the order of play', () => {
    const selected = select('cloud-*', 'alerts/*test*');

    expect(selected).to.deep.equal([test, trail]);
  });

  it('rejects a glob that names none, and lists the capabilities', () => {
    const rejected = () => select('alerts', 'alarms');

    expect(rejected)
      .to.throw(Problem)
      .that.deep.includes({
        parts: {
          file: 'the command line',
          place: '--scenario alarms',
          cause: 'no scenario has a capability or name like that',
          remedy:
            'use a capability (alerts, cloud-trail), a name such as alerts/delivers-a-test-alert, or a glob',
        },
      });
  });

  it('rejects scenarios of which none applies to what was performed', () => {
    const rejected = () => requireSome([], [trail]);

    expect(rejected).to.throw(
      Problem,
      /has nothing that cloud-trail\/records-every-region is about/,
    );
    expect(() => requireSome([trail], [trail])).not.to.throw();
    expect(() => requireSome([], [])).not.to.throw();
  });

  it('has no hyphen at the ends of a name', () => {
    const name = fullName({ capability: 'a', name: '"Quoted", at both ends.' });

    expect(name).to.equal('a/quoted-at-both-ends');
  });
});
