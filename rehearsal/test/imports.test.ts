import { expect } from 'chai';
import { Imports } from '../imports.ts';

describe('imports of a configuration', () => {
  it('lead from a file to all that import it', () => {
    const imports = new Imports();
    imports.note('/config.ts');
    imports.note('/index.ts', '/config.ts');
    imports.note('/a.ts', '/index.ts');
    imports.note('/b.ts', '/index.ts');
    imports.note('/shared.ts', '/a.ts');

    const found = imports.importersOf('/shared.ts');

    expect([...found]).to.deep.equal(['/shared.ts', '/a.ts', '/index.ts', '/config.ts']);
  });

  it('may go in a circle', () => {
    const imports = new Imports();
    imports.note('/a.ts', '/b.ts');
    imports.note('/b.ts', '/a.ts');

    expect([...imports.importersOf('/a.ts')]).to.have.members(['/a.ts', '/b.ts']);
  });
});
