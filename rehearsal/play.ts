import { type Calls, keepingCalls } from './calls.ts';
import type { EmbeddedAws } from './embedded-aws.ts';
import { shortPath } from './failure.ts';
import { type PlayedScenario, writeScenarioLog } from './report.ts';
import type { Scenario, World } from './scenario.ts';
import { awsErrorOf, callText, failedCall, renderLog } from './scenario-log.ts';
import { fullName } from './selection.ts';
import type { Step } from './step.ts';

type Named = Pick<Scenario, 'capability' | 'name' | 'isolated'> & {
  /** Optional. The command that plays it again, where that is not `npm run rehearse`. */
  readonly again?: string;
};

/** Plays scenarios in their order; those of an embedded AWS of their own beside the others. */
export async function play(
  world: World,
  scenarios: readonly Scenario[],
  step: Step,
): Promise<PlayedScenario[]> {
  const { aws } = world.rehearsal;
  return step(`play ${scenarios.length} scenarios`, async (say) => {
    const start = (scenario: Scenario): Promise<PlayedScenario> =>
      time(aws, scenario, () => scenario.run(world));
    const beside = new Map(
      scenarios.filter(({ isolated }) => isolated).map((scenario) => [scenario, start(scenario)]),
    );
    const played: PlayedScenario[] = [];
    for (const scenario of scenarios) {
      say(`${scenario.capability}: it ${scenario.name}`);
      played.push(await (beside.get(scenario) ?? start(scenario)));
    }
    return played;
  });
}

/** Plays one. A failure is a result, which its log explains: the others are still worth seeing. */
export async function time(
  aws: Pick<EmbeddedAws, 'calls'>,
  scenario: Named,
  run: () => Promise<string>,
): Promise<PlayedScenario> {
  const { capability, name } = scenario;
  const began = Date.now() / 1000;
  const seconds = (): number => Date.now() / 1000 - began;
  const own: Calls[] = [];
  try {
    const detail = await keepingCalls(own, run);
    return { capability, name, passed: true, seconds: seconds(), detail };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    const failed = { capability, name, passed: false, seconds: seconds(), detail };
    // What one that is isolated finds in this embedded AWS are the calls of others.
    const calls = scenario.isolated ? own : [await aws.calls(began), ...own];
    return { ...failed, ...explain(scenario, error, calls) };
  }
}

function explain(
  scenario: Named,
  error: unknown,
  kept: readonly Calls[],
): Pick<PlayedScenario, 'awsError' | 'log'> {
  const log = writeScenarioLog(fullName(scenario), renderLog(scenario, error, kept));
  const aws = awsErrorOf(error);
  const call =
    aws &&
    failedCall(
      aws,
      kept.flatMap(({ calls }) => calls),
    );
  return {
    log: shortPath(log),
    ...(aws ? { awsError: call ? `${aws.name} of ${callText(call)}` : aws.name } : {}),
  };
}
