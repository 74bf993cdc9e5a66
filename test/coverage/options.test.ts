import { expect } from 'chai';
import { parseOptions } from '../../coverage/options.ts';

const parse = (...argv: string[]) => {
  const written: string[] = [];
  try {
    return { options: parseOptions(argv, (text) => written.push(text)), written: written.join('') };
  } catch (error) {
    return { error: String(error), written: written.join('') };
  }
};

describe('options', () => {
  it('have defaults that suit the repository', () => {
    expect(parse().options).to.deep.equal({
      tasks: 'organization-tasks.yml',
      organization: 'organization.yml',
      parameters: 'organization-parameters.yml',
      json: false,
    });
  });

  it('can all be given', () => {
    const { options } = parse(
      '--tasks',
      't.yml',
      '--organization',
      'o.yml',
      '--parameters',
      'p.yml',
      '--regions',
      'eu-west-1, us-east-1',
      '--role',
      'Audit',
      '--json',
      '--output',
      'c.json',
      '--service',
      'guard-duty',
      '--service',
      'trusted-access',
    );

    expect(options).to.deep.equal({
      tasks: 't.yml',
      organization: 'o.yml',
      parameters: 'p.yml',
      regions: ['eu-west-1', 'us-east-1'],
      role: 'Audit',
      json: true,
      output: 'c.json',
      service: ['guard-duty', 'trusted-access'],
    });
  });

  it('explain services and exit codes in the help', () => {
    const { options, written } = parse('--help');

    expect(options).to.equal(undefined);
    expect(written).to.include('guard-duty-members').and.to.include('2  could not run');
  });

  it('refuse an unknown option by name', () => {
    expect(parse('--regoins', 'a').error).to.match(
      /^SettingsError: unknown option '--regoins' .*see --help$/,
    );
  });

  it('refuse what is not a region', () => {
    expect(parse('--regions', 'eu-west-1,Ireland').error).to.equal(
      "SettingsError: command line: --regions has 'Ireland': give a region such as eu-west-1",
    );
  });
});
