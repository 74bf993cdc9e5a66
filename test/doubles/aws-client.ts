/** A command that was sent: its name without `Command`, and its input without what is undefined. */
export type Sent = [name: string, input: Record<string, unknown>];

/** What a call gets: a response, an error that it fails with, or what a function makes of its input. */
export type Answer = object | Error | ((input: never) => unknown);

/** Answers by name of the command: a list is used up in order, anything else answers every call. */
export type Answers = Readonly<Record<string, Answer | readonly Answer[]>>;

/** Answers of a simulation, which is to throw for a command that it does not know. */
export type Simulation = (name: string, input: Record<string, unknown>) => unknown;

export interface FakeClient<Client = unknown> {
  client: Client;
  commands: Sent[];
}

/**
 * A client of AWS that notes the commands it is sent. A command without an answer, and a call more
 * than a list has answers, fail the test.
 */
export function fakeClient<Client = unknown>(answers: Answers | Simulation): FakeClient<Client> {
  const commands: Sent[] = [];
  const simulate = typeof answers === 'function' ? answers : inOrder(answers);
  const send = async (command: object): Promise<unknown> => {
    const name = command.constructor.name.replace(/Command$/, '');
    const input = 'input' in command ? withoutUndefined(command.input as object) : {};
    commands.push([name, input]);
    const answer = await simulate(name, input);
    if (answer === undefined) {
      throw new Error(`Unexpected ${name}`);
    }
    if (answer instanceof Error) {
      throw answer;
    }
    return answer;
  };
  return { client: { send } as Client, commands };
}

function inOrder(answers: Answers): Simulation {
  const left = new Map(
    Object.entries(answers).map(([name, answer]) => [
      name,
      Array.isArray(answer) ? [...answer] : answer,
    ]),
  );
  return (name, input) => {
    const found = left.get(name);
    const answer: Answer | undefined = Array.isArray(found) ? found.shift() : found;
    return typeof answer === 'function' ? answer(input as never) : answer;
  };
}

const withoutUndefined = (input: object) =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));

/** An error as the SDK throws it. */
export function awsError(name: string, message = name, fields: object = {}): Error {
  return Object.assign(new Error(message), { name, ...fields });
}
