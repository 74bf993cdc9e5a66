import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { packsFolder, placeOfList, readConfigList } from '../../organization/config-lists.ts';

describe('lists of AWS Config', () => {
  let folder: string;
  let parameters: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'ofn-audit-lists-'));
    parameters = path.join(folder, 'organization-parameters.yml');
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  function write(name: string, text: string): string {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);

    return file;
  }

  const refusal = (value: unknown): string => {
    try {
      return JSON.stringify(readConfigList(parameters, 'configRules', value));
    } catch (error) {
      return String(error);
    }
  };

  it('stand in the file that the parameters include, relative to theirs', () => {
    const place = placeOfList(parameters, 'configRules', './my/rules.yml');

    expect(place).to.deep.equal({ file: path.join(folder, 'my/rules.yml'), path: [] });
  });

  it('stand in the parameters themselves', () => {
    const place = placeOfList(parameters, 'configRules', []);

    expect(place).to.deep.equal({ file: parameters, path: ['configRules'] });
  });

  it('stand where this project has them, by default', () => {
    const file = write('templates/conformance-packs/packs.yml', '- { name: a, file: ./a.yml }\n');

    expect(placeOfList(parameters, 'conformancePacks', undefined)).to.deep.equal({
      file,
      path: [],
    });
    expect(packsFolder(parameters)).to.equal(path.dirname(file));
  });

  it('are empty in a repository that has none', () => {
    expect(readConfigList(parameters, 'configRules', undefined)).to.deep.equal([]);
  });

  it('are read with ids that keep their zeros', () => {
    write('rules.yml', '- name: a\n  global: true\n  excludedAccounts: [012345678901]\n');

    expect(readConfigList(parameters, 'configRules', './rules.yml')).to.deep.equal([
      { name: 'a', global: true, excludedAccounts: ['012345678901'], excludedRegions: [] },
    ]);
  });

  it('are refused when their file is missing, or holds no list', () => {
    write('map.yml', 'name: a\n');

    expect(refusal('./nowhere.yml')).to.match(/^SettingsError: Cannot read .*nowhere\.yml/);
    expect(refusal('./map.yml')).to.match(
      /map\.yml: configRules is not a list: give a list of maps/,
    );
  });

  it('are refused when an entry has no name', () => {
    expect(refusal([{ identifier: 'X' }])).to.include('has an entry without name');
  });
});
