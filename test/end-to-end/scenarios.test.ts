import { readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import type { Report } from 'ofn-rehearse';
import { type Ended, out, type Project, project, rehearse, reportFile, root } from './project.ts';

const files = {
  'rehearse.config.ts': `import { seesTopic, readsObject } from './scenarios.ts';
export default {
  world: async (rehearsal) => ({ rehearsal, stacks: await rehearsal.aws.stacks() }),
  scenarios: [seesTopic, readsObject],
  ledger: async () => [{
    account: '444444444444', name: 'Main', region: 'us-east-1', service: 'everything',
    expected: 'on', actual: 'on', ok: true,
  }],
};
`,
  'scenarios.ts': `import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
export const seesTopic = {
  capability: 'things', name: 'has a topic', applies: () => true,
  run: async ({ stacks }) => stacks[0].name,
};
export const readsObject = {
  capability: 'objects', name: 'reads an object', applies: () => true,
  async run({ rehearsal: { connection: { endpoint, credentials, homeRegion: region } } }) {
    const s3 = new S3Client({ endpoint, credentials, region, forcePathStyle: true });
    try {
      await s3.send(new GetObjectCommand({ Bucket: 'nowhere', Key: 'k' }));
    } catch (error) {
      throw new Error('expected the object, got none', { cause: error });
    }
  },
};
`,
};

describe('a rehearsal of scenarios', () => {
  let open: Project | undefined;

  afterEach(() => open?.remove());

  const rehearseThese = (...args: string[]): Promise<Ended> => {
    open = project(files);
    symlinkSync(path.join(root, 'node_modules'), path.join(open.folder, 'node_modules'));
    const at = (name: string): string => path.join(open?.folder ?? '', name);

    return rehearse('--config', at('rehearse.config.ts'), '--tasks', at('tasks.yml'), ...args);
  };

  const readReport = (): Report => JSON.parse(readFileSync(reportFile, 'utf8')) as Report;

  it('explains one that fails: stack, error of AWS, call and all calls', async () => {
    const ended = await rehearseThese();

    const failed = readReport().scenarios.find(({ passed }) => !passed);
    const log = readFileSync(path.join(root, failed?.log ?? ''), 'utf8');
    expect(ended.exitCode, ended.stdout + ended.stderr).to.equal(1);
    expect(failed?.awsError).to.equal('NoSuchBucket of s3:GetObject in 444444444444/us-east-1');
    expect(failed?.log).to.equal(path.join(out, 'scenarios/objects/reads-an-object.log'));
    expect(ended.stdout).to.contain(`  stack and calls: ${failed?.log}\n`);
    expect(log).to.match(/^Error: expected the object, got none\n {4}at .*scenarios\.ts:\d+/m);
    expect(log).to.match(/s3:GetObject +404 NoSuchBucket: /);
    expect(log).not.to.contain('cloudformation:');
  });

  it('plays what --scenario names, and leaves the ledger out', async () => {
    const ended = await rehearseThese('--scenario', 'things');

    const { scenarios, coverage } = readReport();
    expect(ended.exitCode, ended.stdout + ended.stderr).to.equal(0);
    expect(scenarios.map(({ name }) => name)).to.deep.equal(['has a topic', 'loses no event']);
    expect(coverage).to.deep.equal([]);
  });

  it('reads the ledger too when it is asked for, and names a scenario by its file', async () => {
    const ended = await rehearseThese('--scenario', 'things/scenarios', '--ledger');

    expect(ended.exitCode, ended.stdout + ended.stderr).to.equal(0);
    expect(readReport().coverage).to.have.length(1);
  });

  it('rejects a scenario that there is not, before anything is started', async () => {
    const ended = await rehearseThese('--scenario', 'tings');

    expect(ended.exitCode).to.equal(2);
    expect(ended.stdout).to.equal('');
    expect(ended.stderr).to.match(
      /--scenario tings\n.*\n {2}remedy: use a capability \(objects, things\)/,
    );
  });
});
