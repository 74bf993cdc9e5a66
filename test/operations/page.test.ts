import { expect } from 'chai';
import { applyHunk } from './hunk.ts';
import { parsePage } from './page.ts';

const page = `# Close an account

1. Move it:

   \`\`\`diff organization.yml
    Accounts:
   -  - one
   \`\`\`

2. Deploy:

   \`\`\`sh
   npm run deploy
   \`\`\`

   \`\`\`text
   … done
   \`\`\`
`;

describe('a page of docs/operations', () => {
  it('has its edits and commands in order, without the indentation of their list', () => {
    expect(parsePage(page)).to.deep.equal({
      title: 'Close an account',
      steps: [
        { kind: 'edit', line: 5, file: 'organization.yml', hunk: ' Accounts:\n-  - one\n' },
        { kind: 'command', line: 12, command: 'npm run deploy', prints: ['… done'] },
      ],
    });
  });

  it('may have no block that its test would not perform', () => {
    const other = page.replace('```sh', '```bash');

    expect(() => parsePage(other)).to.throw('line 12: a block of bash: use diff FILE, sh, or text');
  });

  it('may not be without steps', () => {
    expect(() => parsePage('# Nothing\n')).to.throw('a page has steps');
  });
});

describe('a hunk of a page', () => {
  const text = 'a:\n  - one\nb:\n  - one\n';

  it('replaces the lines that it shows', () => {
    expect(applyHunk(text, ' b:\n-  - one\n+  - two\n')).to.equal('a:\n  - one\nb:\n  - two\n');
  });

  it('may leave out lines in between', () => {
    expect(applyHunk(text, ' a:\n+  - zero\n…\n b:\n+  - zero\n')).to.equal(
      'a:\n  - zero\n  - one\nb:\n  - zero\n  - one\n',
    );
  });

  it('is refused where its lines are not, or are more than once', () => {
    expect(() => applyHunk(text, '-c:\n')).to.throw('there 0 times');
    expect(() => applyHunk(text, '-  - one\n')).to.throw('there 2 times');
  });
});
