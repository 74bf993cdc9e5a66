import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { prowler } from '../../security-audit/scanners/tools/prowler.ts';
import { scoutsuite } from '../../security-audit/scanners/tools/scoutsuite.ts';

const root = path.join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const dockerfile = read('security-audit/container/Dockerfile');
const pinOf = (tool: string) =>
  /^\w+==(\S+)$/m.exec(read(`security-audit/${tool}/requirements.txt`))?.[1];

describe('the image of security audits', () => {
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(\S+) /gm)].map(([, file]) => file ?? '');

  it('copies what is there, and what the build makes', () => {
    const made = copied.filter((file) => file.startsWith('dist/'));
    const kept = copied.filter((file) => !file.startsWith('dist/'));

    expect(made).to.deep.equal(['dist/security-audit-job/job.js']);
    expect(read('scripts/build.mjs'))
      .to.contain("const job = 'security-audit-job';")
      .and.contain("[`${job}/job`]: 'security-audit/job.ts'");
    expect(kept).to.have.length(4);
    expect(kept.filter((file) => !existsSync(path.join(root, file)))).to.deep.equal([]);
  });

  it('has the Python for which all versions are fixed', () => {
    expect(dockerfile)
      .to.contain('Debian 12 has Python 3.11')
      .and.match(/node:24-bookworm-slim@/);
    for (const { name } of [prowler, scoutsuite]) {
      const lines = read(`security-audit/${name}/constraints-3.11.txt`).trim().split('\n');
      const pins = lines.filter((line) => !line.startsWith('#'));
      expect(pins).to.have.length.above(100);
      expect(pins.filter((line) => !/^[\w.-]+==[\w.+!-]+$/.test(line))).to.deep.equal([]);
      expect(dockerfile).to.contain(`security-audit/${name}/constraints-3.11.txt`);
    }
  });

  it('begins with an image that does not move', () => {
    expect(dockerfile).to.match(/^ARG NODE_IMAGE=public\.ecr\.aws\/\S+@sha256:[0-9a-f]{64}$/m);
    expect(dockerfile.match(/^FROM .+/gm)).to.deep.equal([
      'FROM ${NODE_IMAGE} AS scanners',
      'FROM ${NODE_IMAGE}',
    ]);
  });

  it('is not given anything else of the repository', () => {
    const lines = read('.dockerignore').trim().split('\n');

    expect(lines).to.deep.equal([
      '*',
      ...[copied.at(-1), ...copied.slice(0, -1)].map((file) => `!${file}`),
    ]);
  });

  it('has the scanners where it says, by the pins of the whole project', () => {
    expect(dockerfile)
      .to.contain(`PROWLER=${prowler.entrypoint}`)
      .and.contain(`SCOUTSUITE=${scoutsuite.entrypoint}`);
    for (const { image } of [prowler, scoutsuite]) {
      expect(image).to.equal(
        `ofn-audit-security-audit:prowler-${pinOf('prowler')}-scoutsuite-${pinOf('scoutsuite')}`,
      );
    }
  });

  it('does not run as root', () => {
    expect(dockerfile.slice(dockerfile.lastIndexOf('FROM'))).to.match(/^USER node$/m);
  });
});
