import type { Repository } from './kind.ts';
import { ScaffoldError } from './kind.ts';

/** Where the parts of the embedded AWS stand, and how lines are added to its modules. */

const engine = 'rehearsal/embedded-aws';

export const installFile = `${engine}/embedded_aws/install.py`;
export const serviceFile = (service: string, file: string): string =>
  `${engine}/embedded_aws/services/${service}/${file}`;
export const evidenceFile = (area: string): string => `${engine}/evidence/${area}.yml`;

/** The file of a test, beside the others. */
export function testFile(name: string, repository: Repository): string {
  const conftest = repository.find('rehearsal/test/embedded-aws/conftest.py')[0];
  if (conftest === undefined) {
    throw new ScaffoldError('The tests of the embedded AWS are not there: expected a conftest.py');
  }
  return conftest.replace(/conftest\.py$/, `test_${name}.py`);
}

/** @throws ScaffoldError when the file is not there */
export function mustRead(file: string, repository: Repository): string {
  const text = repository.read(file);
  if (text === undefined) {
    throw new ScaffoldError(`${file} is not there: run this from the root of the repository`);
  }
  return text;
}

/** Adds an import of ours to a module, where the order of the alphabet wants it. */
export function withImport(module: string, line: string): string {
  const lines = module.split('\n');
  if (lines.includes(line)) {
    return module;
  }
  const nameIn = (text: string) => /^from (embedded_aws\S*) import/.exec(text)?.[1];
  const name = nameIn(line) ?? '';
  const later = lines.findIndex((one) => (nameIn(one) ?? '') > name);
  const last = lines.findLastIndex((one) => nameIn(one) !== undefined);
  if (later < 0 && last < 0) {
    throw new ScaffoldError(`No import of embedded_aws to put this one beside: ${line}`);
  }
  const end = lines[last]?.endsWith('(') ? lines.indexOf(')', last) : last;
  lines.splice(later < 0 ? end + 1 : later, 0, line);
  return lines.join('\n');
}
