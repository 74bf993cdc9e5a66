import { type ProblemParts, parseYaml, whereIs, type YamlFile } from 'ofn-rehearse';
import { withDeclared } from '../../checks/declared.ts';

export const fine = 'nothing is wrong';

/** Each fault on a line of its own, as `FILE, PLACE: CAUSE: REMEDY`. */
export const shown = (faults: Iterable<ProblemParts>): string =>
  Array.from(
    faults,
    ({ cause, remedy, ...where }) => `${whereIs(where)}: ${cause}: ${remedy}`,
  ).join('\n') || fine;

/** All faults of an async check, in turn. */
export async function allOf(faults: AsyncIterable<ProblemParts>): Promise<ProblemParts[]> {
  const all: ProblemParts[] = [];
  for await (const fault of faults) {
    all.push(fault);
  }

  return all;
}

/**
 * What a check of organization-parameters.yml finds in these lines, and what the catalogue does,
 * without the file's name.
 */
export function faultsBy(check: (parameters: YamlFile) => Iterable<ProblemParts>) {
  return (text: string): string => {
    const yaml = parseYaml('organization-parameters.yml', `alertEmail: a@example.com\n${text}\n`);
    const faults = shown(withDeclared(yaml, check(yaml)));

    return faults.replaceAll(/^organization-parameters\.yml, /gm, '');
  };
}
