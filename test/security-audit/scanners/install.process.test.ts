import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { findPython, installTool } from '../../../security-audit/scanners/install.ts';
import { prowler } from '../../../security-audit/scanners/tools/prowler.ts';
import { scoutsuite } from '../../../security-audit/scanners/tools/scoutsuite.ts';

describe('the installation of a scanner', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'install-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  /** A Python of a version, as far as it is asked for that; it makes an environment of itself. */
  const python = (name: string, minor: number, pip = 'exit 0'): string => {
    const file = path.join(folder, name);
    writeFileSync(
      file,
      `#!/bin/sh
case "$*" in
  *version_info*) set -- $(printf '%s' "$2" | sed 's/[^0-9]/ /g'); [ $2 -le ${minor} ] && [ ${minor} -le $5 ] ;;
  *"-m venv"*) /bin/mkdir -p "$3/bin" && /bin/cp "$0" "$3/bin/python" ;;
  *"-m pip"*) echo "$*" >> ${folder}/pip.txt; ${pip} ;;
esac
`,
    );
    chmodSync(file, 0o755);
    return file;
  };
  const environment = (more: object = {}) => ({ PATH: `${folder}:/usr/bin:/bin`, ...more });
  const told: string[] = [];
  const install = (more: object = {}) =>
    installTool(scoutsuite, {
      environment: environment(more),
      tell: (text) => told.push(text),
      folder,
    });

  it('takes the first Python that the scanner runs on', () => {
    python('python3', 13);
    python('python3.11', 11);
    python('python3.10', 10);

    expect(findPython(prowler, { PATH: `${folder}:/usr/bin:/bin` })).to.equal('python3');
    expect(findPython(scoutsuite, { PATH: `${folder}:/usr/bin:/bin` })).to.equal('python3.11');
  });

  it('says which Pythons there may be when there is none', () => {
    const file = python('python3', 14);

    expect(() => findPython(scoutsuite, { PATH: folder, PYTHON: file })).to.throw(
      `ScoutSuite needs Python 3.9 to 3.11, which ${file} is not: install one, set PYTHON`,
    );
  });

  it('is made once, from the pinned requirements', async () => {
    const PYTHON = python('python3', 11);

    const files = [await install({ PYTHON }), await install({ PYTHON })];

    const venv = path.join(folder, '.venv-scoutsuite');
    expect(files).to.deep.equal(Array(2).fill(path.join(venv, 'bin/scout')));
    expect(readFileSync(path.join(folder, 'pip.txt'), 'utf8').trim().split('\n')).to.have.length(1);
    expect(readFileSync(path.join(folder, 'pip.txt'), 'utf8')).to.contain(
      'scoutsuite/requirements.txt',
    );
    expect(told.join()).to.contain('installing ScoutSuite into .venv-scoutsuite');
  });

  it('has exactly the versions of the image on the Python of the image', async () => {
    await install({ PYTHON: python('python3', 11) });
    rmSync(path.join(folder, '.venv-scoutsuite'), { recursive: true });
    await install({ PYTHON: python('python3', 10) });

    const [same = '', older = ''] = readFileSync(path.join(folder, 'pip.txt'), 'utf8').split('\n');
    expect(same).to.match(/--constraint \S+scoutsuite\/constraints-3\.11\.txt$/);
    expect(older)
      .to.match(/--requirement \S+$/)
      .and.not.contain('--constraint');
  });

  it('is made anew when the pin has changed', async () => {
    const PYTHON = python('python3', 11);
    await install({ PYTHON });
    writeFileSync(path.join(folder, '.venv-scoutsuite/.requirements'), 'ScoutSuite==5.13.0\n');

    await install({ PYTHON });

    expect(readFileSync(path.join(folder, 'pip.txt'), 'utf8').trim().split('\n')).to.have.length(2);
  });

  it('reports what pip said when it fails, and is not taken for done', async () => {
    const PYTHON = python('python3', 11, 'echo "ERROR: No matching distribution" >&2; exit 1');

    const error = await install({ PYTHON }).catch((one: unknown) => one);

    expect(String(error)).to.equal(
      'ScannerError: ScoutSuite cannot be installed (1): ERROR: No matching distribution',
    );
    expect(existsSync(path.join(folder, '.venv-scoutsuite/.requirements'))).to.equal(false);
  });

  it('does not begin when what comes before it fails', async () => {
    const error = await installTool(scoutsuite, {
      environment: environment({ PYTHON: python('python3', 11) }),
      tell: (text) => told.push(text),
      folder,
      beforeInstall: async () => {
        throw new Error('no credentials');
      },
    }).catch((one: unknown) => one);

    expect(String(error)).to.equal('Error: no credentials');
    expect(existsSync(path.join(folder, 'pip.txt'))).to.equal(false);
  });

  it('is not needed for a scanner that is named', async () => {
    expect(await install({ SCOUTSUITE: '/opt/scout' })).to.equal('/opt/scout');
  });
});
