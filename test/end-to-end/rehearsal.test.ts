import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import type { Report } from 'ofn-rehearse';
import { environment, fine, type Project, project, rehearse, reportFile } from './project.ts';

const root = path.join(import.meta.dirname, '../..');

const readReport = (): Report => JSON.parse(readFileSync(reportFile, 'utf8')) as Report;

/** Command lines of processes that were started from here and are still there. */
function embeddedAwsProcesses(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        // Other files of tests rehearse meanwhile, with an environment of their own.
        const isOurs = readFileSync(`/proc/${pid}/environ`, 'utf8')
          .split('\0')
          .includes(`OFN_REHEARSE_OUT=${environment.OFN_REHEARSE_OUT}`);
        return isOurs ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') : '';
      } catch {
        // It has ended between the two looks, or is another user's.
        return '';
      }
    })
    .filter((line) => line.includes('-m embedded_aws'));
}

describe('a rehearsal', () => {
  let open: Project | undefined;

  afterEach(() => open?.remove());

  const tasksOf = (files: Record<string, string>): string => {
    open = project(files);

    return path.join(open.folder, 'tasks.yml');
  };

  it('reports with --twice when something changes that should not', async () => {
    const tasks = `${fine.tasks}  Parameters: { name: !Cmd 'date +%N' }\n`;
    const template = fine.template
      .replace('Resources:', 'Parameters: { name: { Type: String } }\nResources:')
      .replace('DisplayName: things', 'DisplayName: !Ref name');

    const ended = await rehearse(
      '--tasks',
      tasksOf({ 'tasks.yml': tasks, 'things.yml': template }),
      '--twice',
    );

    expect(ended.exitCode, ended.stdout + ended.stderr).to.equal(1);
    expect(ended.stdout).to.match(/expected no change, got \d+: /);
  });

  it('takes a run of ofn for a failure that ends in the middle of a task', async () => {
    const tasks = `Organization:
  Type: update-organization
  Template: ./organization.yml
Bucket:
  Type: update-stacks
  Template: ./things.yml
  StackName: things
  DefaultOrganizationBinding: { Account: !Ref Team, Region: us-east-1 }
Large:
  Type: copy-to-s3
  DependsOn: Bucket
  LocalPath: ./large
  RemotePath: !Sub 's3://large-\${AWS::AccountId}/large.zip'
  ZipBeforePut: true
  OrganizationBinding: { Account: !Ref Team, Region: us-east-1 }
`;
    const template =
      "Resources: { B: { Type: 'AWS::S3::Bucket', Properties: { BucketName: !Sub 'large-${AWS::AccountId}' } } }\n";
    // What can't be compressed, so that the zip is as large.
    const noise = Array.from({ length: 40_000 }, (_, n) => Math.sin(n).toString(36)).join('');

    const ended = await rehearse(
      '--tasks',
      tasksOf({ 'tasks.yml': tasks, 'things.yml': template, 'large/noise.txt': noise }),
    );

    expect(ended.exitCode, ended.stdout).to.equal(2);
    expect(ended.stderr).to.match(/task Large\n {2}cause: {2}ofn ended with exit code 0/);
  });

  it('leaves no process behind when it is interrupted', async () => {
    const child = spawn(
      process.execPath,
      [path.join(root, 'rehearsal/cli.ts'), '--tasks', tasksOf({}), '--keep'],
      { cwd: root, env: environment, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    for await (const chunk of child.stdout) {
      if (String(chunk).includes('AWS_ENDPOINT_URL')) {
        break;
      }
    }

    expect(embeddedAwsProcesses()).to.have.length(1);
    child.kill('SIGINT');
    await once(child, 'exit');

    expect(embeddedAwsProcesses()).to.deep.equal([]);
  });

  it('leaves no process behind when it is interrupted while ofn runs', async () => {
    const child = spawn(process.execPath, [path.join(root, 'rehearsal/cli.ts')], {
      cwd: root,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for await (const chunk of child.stdout) {
      if (String(chunk).includes('ofn perform-tasks')) {
        break;
      }
    }

    child.kill('SIGINT');
    const [exitCode] = await once(child, 'exit');

    expect(exitCode).to.equal(130);
    expect(embeddedAwsProcesses()).to.deep.equal([]);
  });

  it('leaves no process behind when it is killed', async () => {
    const child = spawn(
      process.execPath,
      [path.join(root, 'rehearsal/cli.ts'), '--tasks', tasksOf({}), '--keep'],
      { cwd: root, env: environment, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    for await (const chunk of child.stdout) {
      if (String(chunk).includes('AWS_ENDPOINT_URL')) {
        break;
      }
    }
    const [aws] = embeddedAwsProcesses();

    child.kill('SIGKILL');
    await once(child, 'exit');
    while (embeddedAwsProcesses().length > 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }

    expect(aws).to.match(/-m embedded_aws/);
  });

  it('performs one capability and what it depends on with --match', async () => {
    const ended = await rehearse('--match', 'organization-access', '--regions', 'us-east-1');

    expect(ended.exitCode, ended.stdout + ended.stderr).to.equal(0);
    const { stacks, coverage } = readReport();
    expect([...new Set(stacks.map(({ name }) => name))]).to.have.members([
      'ofn-audit-artifacts',
      'ofn-audit-organization-access',
    ]);
    expect([...new Set(coverage.map(({ service }) => service))]).to.have.members([
      'trusted-access',
      'delegated-administrator',
      // The organization itself, which is always performed, and artifacts, which has no row of its own.
      'organization-policies',
      'other-stacks',
    ]);
  });

  it('adds more members than a template holds, by the custom resource', async () => {
    const ended = await rehearse(
      '--accounts',
      '460',
      '--regions',
      'us-east-1',
      '--match',
      'guard-duty',
    );

    expect(ended.exitCode, ended.stdout + ended.stderr).to.equal(0);
    const { stacks, coverage } = readReport();
    const resources = stacks.flatMap((stack) => stack.resources);
    expect(resources.some(({ type }) => type === 'AWS::GuardDuty::Member')).to.equal(false);
    expect(coverage.filter(({ service }) => service === 'guard-duty')).to.have.length(462);
  });

  it('includes a capability from node_modules, without a context for templates', async () => {
    const tasks = `Organization:
  Type: update-organization
  Template: ./organization.yml
${['artifacts', 'organization-access', 'guard-duty']
  .map(
    (capability, index) => `Task${index}:
  Type: include
  DependsOn: ${index === 0 ? 'Organization' : `Task${index - 1}`}
  Path: ./node_modules/ofn-audit/templates/${capability}/_tasks.yml
  Parameters:
    securityAccount: !Ref Team
    suspendedOu: !Ref Gone
    resourcePrefix: other
`,
  )
  .join('')}`;
    const organization = `${fine.organization}  Gone:
    Type: OC::ORG::OrganizationalUnit
    Properties: { OrganizationalUnitName: Gone }
`;
    const file = tasksOf({ 'tasks.yml': tasks, 'organization.yml': organization });
    mkdirSync(path.join(path.dirname(file), 'node_modules'));
    symlinkSync(root, path.join(path.dirname(file), 'node_modules/ofn-audit'));

    const ended = await rehearse('--tasks', file);

    expect(ended.exitCode, ended.stdout + ended.stderr).to.equal(0);
    const members = readReport().stacks.flatMap(({ resources }) =>
      resources.filter(({ type }) => type === 'AWS::GuardDuty::Member'),
    );
    expect(members.map(({ physicalId }) => physicalId)).to.deep.equal(['444444444444']);
  });
});
