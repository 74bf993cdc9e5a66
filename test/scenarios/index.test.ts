import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { scenarioFiles, scenarios } from '../../scenarios/index.ts';

describe('the scenarios', () => {
  it('are all that the folders of capabilities declare', () => {
    const declared = scenarioFiles.flatMap((file) => [
      ...readFileSync(file, 'utf8').matchAll(/^(?:export )?const \w+: Scenario = /gm),
    ]);

    expect(scenarios).to.have.length(declared.length);
    expect(scenarios.length).to.be.greaterThan(50);
  });

  it('have a sentence each', () => {
    const sentences = scenarios.map(({ capability, name }) => `${capability}: ${name}`);

    expect(new Set(sentences)).to.have.property('size', sentences.length);
  });

  it('end with those that change the organization', () => {
    const last = scenarios.slice(-4).map(({ capability }) => capability);

    expect(last).to.deep.equal([
      'guard-duty',
      'config-recorder',
      'security-reporting',
      'security-reporting',
    ]);
  });
});
