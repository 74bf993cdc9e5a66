import { expect } from 'chai';
import type { Command } from 'commander';
import { exitCodeOf, newCommand, parseArguments, readText } from '../../commands/command-line.ts';
import { isColored } from '../../commands/terminal.ts';
import { SettingsError } from '../../organization/errors.ts';

const command = (write: (text: string) => void = () => undefined): Command =>
  newCommand('it', 'Digs', { help: '\nExamples: it --depth 3', write }).option(
    '--depth <n>',
    'how deep',
  );

describe('a command line', () => {
  it('is parsed', () => {
    const parsed = command();

    expect(parseArguments(parsed, ['--depth', '3'])).to.equal(true);
    expect(parsed.opts()).to.deep.equal({ depth: '3' });
  });

  it('that asks for help gets it, and nothing else', () => {
    let said = '';

    expect(
      parseArguments(
        command((text) => (said += text)),
        ['--help'],
      ),
    ).to.equal(false);
    expect(said).to.include('--depth <n>').and.include('Examples: it --depth 3');
  });

  it('with an unknown option is refused in one line that names it', () => {
    expect(() => parseArguments(command(), ['--deep'])).to.throw(
      SettingsError,
      /^unknown option '--deep'.*: see --help$/,
    );
  });

  it('that names a missing file is rejected with its name', async () => {
    const failure = await readText('no/such.yml').then(
      () => undefined,
      (error: unknown) => error,
    );

    expect(failure).to.be.instanceOf(SettingsError);
    expect(String(failure)).to.include('Cannot read no/such.yml');
  });

  it('ends with the exit code of its work, or with 2 and the failure on one line', async () => {
    let said = '';
    const stderr = { write: (text: string) => (said += text) };

    const codes = [
      await exitCodeOf('it', stderr, async () => 1),
      await exitCodeOf('it', stderr, () => Promise.reject(new SettingsError('Set the depth'))),
      await exitCodeOf('it', stderr, () => Promise.reject(new Error('no\nspade'))),
    ];

    expect(codes).to.deep.equal([1, 2, 2]);
    expect(said).to.equal('it: Set the depth\nit: Error: no spade\n');
  });

  it('is answered in colour on a terminal alone, unless NO_COLOR is set', () => {
    expect(isColored({ isTTY: true }, {})).to.equal(true);
    expect(isColored({}, {})).to.equal(false);
    expect(isColored({ isTTY: true }, { NO_COLOR: '1' })).to.equal(false);
    expect(isColored({ isTTY: true }, { TERM: 'dumb' })).to.equal(false);
  });
});
