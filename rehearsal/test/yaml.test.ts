import { expect } from 'chai';
import { Problem } from '../problem.ts';
import { parseYaml } from '../yaml.ts';

describe('a YAML file', () => {
  it('has its short functions in long form', () => {
    const { value } = parseYaml('a.yml', 'A: !Ref B\nC: !GetAtt D.Arn\nE: !Join [",", [!Ref F]]\n');

    expect(value).to.deep.equal({
      A: { Ref: 'B' },
      C: { 'Fn::GetAtt': 'D.Arn' },
      E: { 'Fn::Join': [',', [{ Ref: 'F' }]] },
    });
  });

  it('reports the line of a key', () => {
    const { line } = parseYaml('a.yml', '# one\nResources:\n  Topic:\n    Type: x\n');

    expect(line('Resources', 'Topic', 'Type')).to.equal(4);
  });

  it('reports the line of the nearest key that is there', () => {
    const { line } = parseYaml('a.yml', 'Resources:\n  Topic: {}\n');

    expect(line('Resources', 'Topic', 'Type')).to.equal(2);
  });

  it('is rejected with line and column when it is not YAML', () => {
    const wrong = (): unknown => parseYaml('a.yml', 'A: [\nB: c\n');

    expect(wrong)
      .to.throw(Problem)
      .with.property('parts')
      .that.includes({ line: 2, place: 'column 1' });
  });

  it('must be a mapping', () => {
    expect(() => parseYaml('a.yml', '- a\n')).to.throw(Problem, /no mapping/);
  });
});
