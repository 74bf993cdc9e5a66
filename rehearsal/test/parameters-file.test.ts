import { expect } from 'chai';
import { setParameters } from '../parameters-file.ts';
import { parseYaml } from '../yaml.ts';

describe('a parameters file with other values', () => {
  it('keeps comments, and what is not set', () => {
    const text = '# mine\nprefix: a\nregions: [x] # home\n';

    expect(setParameters(text, { prefix: 'b' })).to.equal(
      '# mine\nprefix: b\nregions: [ x ] # home\n',
    );
  });

  it('writes references as they are read', () => {
    const values = { account: { Ref: 'Main' }, adopted: [{ Ref: 'Team' }, 'x'] };

    const text = setParameters('account: !Ref Other\n', values);

    expect(text).to.include('account: !Ref Main\n').and.to.include('- !Ref Team\n');
    expect(parseYaml('p.yml', text).value).to.deep.equal(values);
  });
});
