import { expect } from 'chai';
import { Command } from 'commander';
import { isColored, parseArguments, readText } from '../../commands/command-line.ts';
import { SettingsError } from '../../organization/errors.ts';

const command = (write: (text: string) => void = () => undefined): Command =>
  new Command('it')
    .option('--depth <n>', 'how deep')
    .configureOutput({ writeOut: write, writeErr: () => undefined })
    .exitOverride();

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
    expect(said).to.include('--depth <n>');
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

  it('is answered in colour on a terminal alone, unless NO_COLOR is set', () => {
    expect(isColored({ isTTY: true }, {})).to.equal(true);
    expect(isColored({}, {})).to.equal(false);
    expect(isColored({ isTTY: true }, { NO_COLOR: '1' })).to.equal(false);
    expect(isColored({ isTTY: true }, { TERM: 'dumb' })).to.equal(false);
  });
});
