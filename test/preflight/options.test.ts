import { expect } from 'chai';
import { parseOptions } from '../../preflight/options.ts';

const parse = (...argv: string[]) => parseOptions(argv, () => undefined);

describe('options of the preflight', () => {
  it('have defaults for all', () => {
    expect(parse()).to.deep.equal({
      tasks: 'organization-tasks.yml',
      pseudonyms: false,
    });
  });

  it('are taken as they are given', () => {
    const files = ['--tasks', 't.yml', '--organization', 'o.yml', '--parameters', 'p.yml'];
    const more = ['--role', 'Audit', '--regions', 'us-east-1, eu-west-1', '--json'];

    expect(parse(...files, ...more, '--snapshot', 's.json', '--pseudonyms')).to.deep.equal({
      tasks: 't.yml',
      organization: 'o.yml',
      parameters: 'p.yml',
      role: 'Audit',
      regions: ['us-east-1', 'eu-west-1'],
      json: true,
      snapshot: 's.json',
      pseudonyms: true,
    });
    expect(parse('--json', 'f.json')?.json).to.equal('f.json');
  });

  for (const [argv, message] of [
    [['--regions', 'Ireland'], /--regions has 'Ireland'/],
    [['--pseudonyms'], /--pseudonyms is given without --snapshot/],
    [['--pseudonym-map', 'a'], /--pseudonym-map is given without --pseudonyms/],
    [['--pseudonym-key', 'a'], /--pseudonym-key is given without --pseudonyms/],
    [['--from', 'a', '--snapshot', 'b'], /--snapshot reads AWS, and --from reads a file/],
    [['--from', 'a', '--role', 'b'], /--role reads AWS, and --from reads a file/],
    [['--form', 'a'], /unknown option '--form'.*see --help/],
    [['more'], /too many arguments/],
  ] as const) {
    it(`are refused with what to do: ${argv.join(' ')}`, () => {
      expect(() => parse(...argv)).to.throw(message);
    });
  }

  it('are described, with exit codes and examples', () => {
    let written = '';

    const options = parseOptions(['--help'], (text) => {
      written += text;
    });

    expect(options).to.equal(undefined);
    expect(written).to.match(/Exit codes:\n {2}0 {2}go/);
    expect(written).to.match(/npm run preflight -- --from organization\.json/);
  });
});
