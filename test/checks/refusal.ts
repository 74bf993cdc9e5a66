import { Problem, parseYaml, type YamlFile } from 'ofn-rehearse';

export const fine = 'nothing was refused';

/** What a check of organization-parameters.yml says of these lines, in one. */
export function refusalBy(check: (parameters: YamlFile) => void): (text: string) => string {
  return (text) => {
    try {
      check(parseYaml('organization-parameters.yml', `alertEmail: a@example.com\n${text}\n`));
    } catch (error) {
      if (error instanceof Problem) {
        const { place, cause, remedy } = error.parts;

        return `${place}: ${cause}: ${remedy}`;
      }
      throw error;
    }

    return fine;
  };
}
