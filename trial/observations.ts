import { OutOfPlace } from './out-of-place.ts';
import type { RecordedAnswer, TrialFile } from './report.ts';

/** An answer of AWS. */
export type Observation = RecordedAnswer & Required<Pick<RecordedAnswer, 'answer'>>;

/**
 * The answers of a trial.json; questions without one are left out.
 * @throws OutOfPlace when the text is not that of a trial
 */
export function observationsIn(
  text: string,
  file: string,
): Omit<TrialFile, 'answers'> & { answers: Observation[] } {
  const read = JSON.parse(text) as Partial<TrialFile>;
  const { version, date, region, partition, answers } = read;
  if (version !== 1 || !date || !region || !partition || !Array.isArray(answers)) {
    throw new OutOfPlace(`${file} is not a file that npm run trial has written`);
  }
  return {
    ...{ version, date, region, partition },
    answers: answers.filter((one): one is Observation => one.answer !== undefined),
  };
}

/** How the embedded AWS answers a question. */
export type Modelled = ReadonlyMap<string, RecordedAnswer>;

/** What to change where AWS answers another thing than the embedded AWS does. */
export function contradictions(
  observed: readonly (Observation & { readonly file: string })[],
  modelled: Modelled,
): string[] {
  return observed.flatMap(({ id, row, answer, means, said, region, file }) => {
    const ours = modelled.get(id);
    return ours?.answer === answer
      ? []
      : [
          `${file}: AWS answered ${answer} to ${id} in ${region} (${means}: ${said}), the embedded AWS ` +
            `${ours?.answer ?? 'nothing'}. Change the code that names "${row}" in rehearsal/embedded-aws/embedded_aws, ` +
            `and the claim and status of the row in rehearsal/embedded-aws/evidence; then what relies on it, ` +
            'as docs/evidence.md lists.',
        ];
  });
}
