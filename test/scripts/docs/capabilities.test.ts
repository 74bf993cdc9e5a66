import { expect } from 'chai';
import { capabilitiesTable, firstSentence } from '../../../scripts/docs/capabilities.ts';
import { fill } from '../../../scripts/docs/markers.ts';

describe('the table of capabilities', () => {
  it('has the first sentence of each', () => {
    const text =
      '# flow-logs\n\nFlow logs of `a.yml`,\nof every VPC. More of it.\n\n## Resources\n';

    const table = capabilitiesTable([
      { name: 'flow-logs', file: 'templates/flow-logs/README.md', text },
    ]);

    expect(table).to.include(
      '| [flow-logs](templates/flow-logs/README.md) | Flow logs of `a.yml`, of every VPC |',
    );
  });

  it('has links that lead from the root', () => {
    const text = '# a\n\nFrom [a list](list.yml), by [AWS](https://aws.example).\n';

    expect(firstSentence(text, 'templates/a')).to.equal(
      'From [a list](templates/a/list.yml), by [AWS](https://aws.example)',
    );
  });

  it('rejects a page without a sentence', () => {
    expect(() => firstSentence('# a\n', 'templates/a')).to.throw('expected a sentence');
  });
});

describe('the markers of a page', () => {
  const page = 'a\n<!-- rows -->\nold\n<!-- /rows -->\nb\n';

  it('keep what is around them', () => {
    expect(fill(page, 'rows', 'new\n')).to.equal('a\n<!-- rows -->\nnew\n<!-- /rows -->\nb\n');
  });

  it('have to be there', () => {
    expect(() => fill(page, 'other', '')).to.throw('expected <!-- other -->');
  });
});
