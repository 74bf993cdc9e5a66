import { type ProblemParts, parseYaml, whereIs, type YamlFile } from 'ofn-rehearse';

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

/** What a check of organization-parameters.yml finds in these lines, without the file's name. */
export function faultsBy(check: (parameters: YamlFile) => Iterable<ProblemParts>) {
  return (text: string): string =>
    shown(
      check(parseYaml('organization-parameters.yml', `alertEmail: a@example.com\n${text}\n`)),
    ).replaceAll(/^organization-parameters\.yml, /gm, '');
}
