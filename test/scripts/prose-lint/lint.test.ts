import { expect } from 'chai';
import { type Allowed, lint, wordsIn } from '../../../scripts/prose-lint/lint.ts';
import { allowed as places } from '../../../scripts/prose-lint/places.ts';
import { words } from '../../../scripts/prose-lint/words.ts';

const found = (file: string, source: string): string[] =>
  wordsIn(file, source, words).map(({ line, found: text }) => `${line} ${text}`);

describe('the words of a text', () => {
  for (const [text, word] of [
    ['SNS tells the operator', 'tells'],
    ['the alarm rang', 'rang'],
    ['Mended in the next release', 'Mended'],
    ['lets the role in', 'lets the role in'],
    ['an event that comes again', 'comes again'],
    ['a finding that went on', 'went on'],
    ['people sign in', 'people'],
    ['nobody reads it', 'nobody'],
    ['whoever signs in', 'whoever'],
    ['for somebody else', 'somebody'],
    ['this is no ARN', 'is no ARN'],
  ] as const) {
    it(`finds "${word}"`, () => {
      expect(found('a.md', text)).to.deep.equal([`1 ${word}`]);
    });
  }

  it('leaves words that only look alike', () => {
    const text = 'There is no topic. It is no longer used. A string, amended; bring it in step.';

    expect(found('a.md', text)).to.deep.equal([]);
  });

  it('finds two words that a comment breaks in two', () => {
    expect(found('a.ts', '/**\n * It goes\n * on.\n */')).to.deep.equal(['2 goes on']);
  });

  it('finds them in comments, strings and literals of TypeScript, and not in its code', () => {
    const source = [
      'const told = tell(people); // told',
      "const quoted = 'it\\'s told';",
      `const nested = \`\${told ? \`people \${{ told }}\` : "ring"} nobody\`;`,
      'const pattern = /[/"]people"/;',
    ].join('\n');

    expect(found('a.ts', source)).to.deep.equal([
      '1 told',
      '2 told',
      '3 people',
      '3 ring',
      '3 nobody',
    ]);
  });

  it('finds them in comments, docstrings and strings of Python, and not in its code', () => {
    const source = 'def tell(told):\n    """It tells."""\n    return f"{told} people"  # nobody\n';

    expect(found('a.py', source)).to.deep.equal(['2 tells', '3 people', '3 nobody']);
  });

  it('finds them in comments and descriptions of YAML', () => {
    const source =
      '# told\nDescription: It rings\npeople: {{ people }} # {% if people %} - nobody\n';

    expect(found('a.yml', source)).to.deep.equal(['1 told', '2 rings', '3 nobody']);
  });

  it('reads neither code nor addresses of Markdown', () => {
    const source = '`told` [page](told.md)\n\n```\ntold\n```\n\ntold';

    expect(found('a.md', source)).to.deep.equal(['7 told']);
  });

  it('does not read what is not text', () => {
    expect(found('a.json', '"told"')).to.deep.equal([]);
  });
});

describe('the linter of words', () => {
  const sources = new Map([
    ['docs/a.md', 'told by moto\n\npeople'],
    ['docs-old/a.md', 'told'],
  ]);
  const quotes: Allowed = { file: 'docs/a.md', text: 'told by moto', reason: 'a quotation' };

  it('says where a word is, and what to use', () => {
    const { findings } = lint(sources, words, [quotes], ['docs-old']);

    expect(findings).to.have.length(1);
    expect(findings[0]).to.include({ file: 'docs/a.md', line: 3, found: 'people' });
    expect(findings[0]?.use).to.include('the operator');
  });

  it('leaves a skipped folder alone, and not one with a longer name', () => {
    const { findings } = lint(sources, words, [], ['docs']);

    expect(findings.map(({ file }) => file)).to.deep.equal(['docs-old/a.md']);
  });

  it('passes clean files', () => {
    const clean = new Map([['docs/a.md', 'SNS delivers it.']]);

    expect(lint(clean, words, [], [])).to.deep.equal({ findings: [], unused: [] });
  });

  it('reports a place of its list that holds no word', () => {
    const gone: Allowed = { file: 'docs/a.md', text: 'told by AWS', reason: 'a quotation' };

    expect(lint(sources, words, [gone], []).unused).to.deep.equal([gone]);
  });

  it('allows fewer than 20 places, each with a reason', () => {
    expect(places.length).to.be.below(20);
    expect(places.filter(({ reason }) => reason === '')).to.deep.equal([]);
  });
});
