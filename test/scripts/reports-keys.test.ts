import { expect } from 'chai';
import fc from 'fast-check';
import {
  isDay,
  judge,
  parseKey,
  prefixOf,
  printable,
  spokeKey,
} from '../../scripts/reports/keys.ts';

const account = fc.stringMatching(/^\d{12}$/);
const folder = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 30 })
  .filter((text) => !text.includes('/'));
const day = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
// Folders that are not part of a date, whatever stands beside them.
const other = folder.filter((text) => !/^\d{2}(\d{2})?$|^\d{4}-\d\d-\d\d$/.test(text));
const anyText = fc.string({ unit: 'binary', maxLength: 100 });

describe('keys of reports', () => {
  for (const [key, parsed] of [
    [
      '444444444444/prowler/2026-11-20/report.json',
      { account: '444444444444', tool: 'prowler', date: '2026-11-20' },
    ],
    [
      '444444444444/prowler/2026/11/20/report.json',
      { account: '444444444444', tool: 'prowler', date: '2026-11-20' },
    ],
    [
      '444444444444/prowler/json/2026-11-20/a/b.json',
      { account: '444444444444', tool: 'prowler', date: '2026-11-20' },
    ],
    ['444444444444/prowler/2026-11-20', { account: '444444444444', tool: 'prowler' }],
    ['444444444444/prowler/2026-02-30/a', { account: '444444444444', tool: 'prowler' }],
    ['444444444444/prowler/2026/13/01/a', { account: '444444444444', tool: 'prowler' }],
    ['444444444444/report.json', { account: '444444444444' }],
    ['444444444444//2026-11-20/a', { account: '444444444444', date: '2026-11-20' }],
    ['444444444444/', { account: '444444444444' }],
    ['444444444444', {}],
    ['44444444444/prowler/2026-11-20/a', {}],
    ['4444444444444/prowler/2026-11-20/a', {}],
    ['sandbox/prowler/2026-11-20/a', {}],
    ['', {}],
  ] as const) {
    it(`reads '${key}'`, () => {
      expect(parseKey(key)).to.deep.equal(parsed);
    });
  }

  it('reads account, tool and date of every key that has them, in both ways of writing a date', () => {
    fc.assert(
      fc.property(
        account,
        folder,
        fc.array(other, { maxLength: 3 }),
        day,
        fc.boolean(),
        anyText,
        (id, tool, between, date, isThree, file) => {
          const written = isThree ? date.replaceAll('-', '/') : date;
          const key = [id, tool, ...between, written, file].join('/');

          expect(parseKey(key)).to.deep.equal({ account: id, tool, date });
          expect(`${id}/${spokeKey(key)}`).to.equal(key);
          expect(key.startsWith(prefixOf(id, { tool }))).to.equal(true);
        },
      ),
    );
  });

  it('never fails at a key, and reports nothing that is not in it', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          anyText,
          fc.array(folder).map((all) => all.join('/')),
        ),
        (key) => {
          const { account: id, tool, date } = parseKey(key);

          expect(id === undefined || key.startsWith(`${id}/`)).to.equal(true);
          expect(tool === undefined || key.startsWith(`${id}/${tool}/`)).to.equal(true);
          expect(date === undefined || isDay(date)).to.equal(true);
        },
      ),
    );
  });

  it('takes both ends of a range of days', () => {
    const filter = { from: '2026-11-01', to: '2026-11-30' };
    const verdicts = ['2026-10-31', '2026-11-01', '2026-11-30', '2026-12-01'].map((date) =>
      judge({ account: '444444444444', date }, filter),
    );

    expect(verdicts).to.deep.equal(['other', 'meant', 'meant', 'other']);
  });

  it('takes a range without a beginning or an end', () => {
    expect(judge({ date: '2026-11-20' }, { from: '2026-11-20' })).to.equal('meant');
    expect(judge({ date: '2026-11-20' }, { to: '2026-11-20' })).to.equal('meant');
    expect(judge({ date: '2026-11-20' }, { to: '2026-11-19' })).to.equal('other');
  });

  it('distinguishes what has no date, only where days are asked for', () => {
    expect(judge({ account: '444444444444' }, { from: '2026-11-20' })).to.equal('undated');
    expect(judge({ account: '444444444444' }, { account: '444444444444' })).to.equal('meant');
    expect(judge({ tool: 'a' }, { tool: 'b', from: '2026-11-20' })).to.equal('other');
  });

  it('shows keys on one line, without what a terminal would obey', () => {
    fc.assert(
      fc.property(anyText, (key) => {
        expect(printable(key)).to.not.match(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
      }),
    );

    expect(printable('Prüfung 1\n\u001B[2J.json')).to.equal('Prüfung 1\\u{a}\\u{1b}[2J.json');
  });
});
