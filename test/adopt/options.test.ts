import { expect } from 'chai';
import { parseOptions } from '../../adopt/options.ts';
import { SettingsError } from '../../organization/errors.ts';

describe('the command line of npm run adopt', () => {
  const parse = (...argv: string[]) => parseOptions(argv, () => undefined);

  it('looks at every capability, and asks, by default', () => {
    expect(parse()).to.deep.equal({ tasks: 'organization-tasks.yml', yes: false });
    expect(parse('--capability', 'findings', '--yes')).to.deep.equal({
      tasks: 'organization-tasks.yml',
      capability: 'findings',
      yes: true,
    });
  });

  it('writes its help with exit codes and examples', () => {
    let help = '';

    expect(parseOptions(['--help'], (text) => (help += text))).to.equal(undefined);
    expect(help).to.match(/Exit codes:\n {2}0 /);
    expect(help).to.include('npm run adopt -- --capability findings');
  });

  it('rejects what it does not know', () => {
    expect(() => parse('--all')).to.throw(SettingsError, "unknown option '--all': see --help");
    expect(() => parse('findings')).to.throw(SettingsError, 'too many arguments');
  });
});
