import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { environment, fine, type Project, project, root } from './project.ts';

const files = {
  'tasks.yml': `${fine.tasks}Others:
  Type: update-stacks
  DependsOn: Things
  Template: ./others.yml
  StackName: others
  DefaultOrganizationBinding: { Account: !Ref Team, Region: us-east-1 }
  Parameters: { code: !ReadFile ./built.txt }
`,
  'others.yml': `Parameters: { code: { Type: String } }
Resources:
  Topic: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: !Ref code } }
`,
  'built.txt': 'first',
  'source/code.txt': 'first',
  'rehearse.config.ts': `import { othersThere } from './scenarios/others.ts';
import { thingsThere } from './scenarios/things.ts';
export default {
  world: async (rehearsal) => ({ rehearsal, stacks: await rehearsal.aws.stacks() }),
  scenarios: [thingsThere, othersThere],
  build: { folders: [import.meta.dirname + '/source'], command: ['sh', import.meta.dirname + '/build.sh'] },
};
`,
  'build.sh': 'cp "$(dirname "$0")/source/code.txt" "$(dirname "$0")/built.txt"\n',
  'scenarios/others.ts': `export const othersThere = {
  capability: 'others', name: 'are there', applies: () => true, run: async () => { return 'seen'; },
};
`,
  'scenarios/things.ts': `export const thingsThere = {
  capability: 'things', name: 'are there', applies: () => true, run: async () => { return 'seen'; },
};
`,
};

/** A rehearsal that watches, and what it printed. */
class Watching {
  printed = '';
  readonly child: ChildProcess;
  #from = 0;

  constructor(folder: string) {
    const at = (name: string): string => path.join(folder, name);
    this.child = spawn(
      process.execPath,
      [
        path.join(root, 'rehearsal/cli.ts'),
        '--watch',
        '--config',
        at('rehearse.config.ts'),
        '--tasks',
        at('tasks.yml'),
      ],
      { cwd: root, env: environment, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (chunk) => {
        this.printed += chunk;
      });
    }
  }

  /** What was printed since the last time, up to a pattern. */
  async until(pattern: RegExp): Promise<string> {
    for (;;) {
      const text = this.printed.slice(this.#from);
      if (pattern.test(text)) {
        this.#from = this.printed.length;

        return text;
      }
      if (this.child.exitCode !== null || this.child.signalCode !== null) {
        throw new Error(`expected ${pattern}, got the end: ${this.printed}`);
      }
      await delay(50);
    }
  }
}

const ended = /^ {2}(?:holds|does not hold).*\n/m;

describe('a rehearsal that watches', () => {
  let open: Project;
  let watching: Watching;
  const write = (name: string, text: string): void =>
    writeFileSync(path.join(open.folder, name), text);

  before(async () => {
    open = project(files);
    symlinkSync(path.join(root, 'node_modules'), path.join(open.folder, 'node_modules'));
    watching = new Watching(open.folder);
    await watching.until(/^Watching; /m);
  });

  after(() => {
    watching.child.kill('SIGKILL');
    open.remove();
  });

  it('performs the task of a template that changed, and plays its scenarios', async () => {
    write('things.yml', fine.template.replace('DisplayName: things', 'DisplayName: changed'));

    const round = await watching.until(ended);

    expect(round).to.match(
      /things\.yml changed\n {2}performed Things\n {2}things in .*: UPDATE_COMPLETE\n/,
    );
    expect(round).to.match(/ {2}ok things: it are there, .* s\n {2}holds, in /);
    expect(round).not.to.contain('others');
  });

  it('shows what is wrong with a file, and performs it once it is right', async () => {
    write('things.yml', 'Resources: {Topic: [\n');
    const wrong = await watching.until(ended);

    write('things.yml', fine.template);
    const right = await watching.until(ended);

    expect(wrong).to.match(
      /^error in .*things\.yml, line \d+, column \d+\n {2}cause: {2}it is not YAML/m,
    );
    expect(wrong).to.contain('  does not hold; change a file to try again');
    expect(right).to.match(/performed Things\n {2}things in .*: UPDATE_COMPLETE\n/);
  });

  it('loads code anew, and plays the scenarios that import it', async () => {
    const code = files['scenarios/others.ts'];
    write('scenarios/others.ts', code.replace("return 'seen'", "throw new Error('expected this')"));
    const failed = await watching.until(ended);

    write('scenarios/others.ts', code.replace('async', 'assync'));
    const unloaded = await watching.until(ended);
    write('scenarios/others.ts', code);
    const right = await watching.until(ended);

    expect(failed).to.match(
      / {2}no others: it are there: expected this\n {4}stack and calls: .*\.log\n/,
    );
    expect(failed).not.to.contain('performed');
    expect(unloaded).to.match(/SyntaxError/);
    expect(right).to.match(/ {2}ok others: it are there, .* s\n {2}holds, in /);
  });

  it('builds anew what a source belongs to, and performs the task that deploys it', async () => {
    write('source/code.txt', 'second');

    const round = await watching.until(ended);

    expect(round).to.match(/performed Others\n {2}others in .*: UPDATE_COMPLETE\n {2}ok others: /);
  });

  it('ends with all that it has started on Ctrl-C', async () => {
    const children = childrenOf(watching.child.pid ?? 0);

    watching.child.kill('SIGINT');
    const [exitCode] = await once(watching.child, 'exit');

    expect(exitCode).to.equal(130);
    // The embedded AWS, and a round that waits; the one before may not be gone yet.
    expect(children).to.have.length.of.at.least(2);
    while (children.some(isThere)) {
      await delay(50);
    }
  });
});

const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);

    return true;
  } catch {
    // ESRCH: it has ended.
    return false;
  }
}
