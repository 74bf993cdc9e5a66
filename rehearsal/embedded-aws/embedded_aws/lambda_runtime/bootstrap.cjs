// The runtime of a Node.js function: loads the handler, gives it event and context,
// writes what it answers, and waits for the next event.
'use strict';

const fs = require('node:fs');
const { flushCompileCache } = require('node:module');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

const EXTENSIONS = ['.js', '.mjs', '.cjs'];
const FIRST_VERSION_WITHOUT_CALLBACKS = 24;

class RuntimeError extends Error {
  constructor(name, message) {
    super(message);
    this.name = name;
  }
}

const [events, answers] = process.env.EMBEDDED_AWS_CHANNEL.split(',').map(Number);
delete process.env.EMBEDDED_AWS_CHANNEL;

const answer = (outcome) => fs.writeFileSync(answers, `${JSON.stringify(outcome)}\n`);

// Blocks, so that nothing runs until the next event: on AWS the sandbox is frozen.
const nextEvent = () => {
  const chunks = [];
  const chunk = Buffer.alloc(65_536);
  while (chunks.at(-1)?.at(-1) !== 10) {
    const length = fs.readSync(events, chunk);
    if (length === 0) {
      return undefined;
    }
    chunks.push(Buffer.from(chunk.subarray(0, length)));
  }
  return JSON.parse(Buffer.concat(chunks).toString());
};

const failureOf = (error) => {
  const isError = error instanceof Error;
  const failure = {
    errorType: isError ? error.name : typeof error,
    errorMessage: isError ? error.message : String(error),
    trace: isError && error.stack ? error.stack.split('\n') : [],
  };
  console.error(JSON.stringify({ level: 'ERROR', ...failure }));
  return failure;
};

// An uncaught error, or one that kept the handler from loading, ends the sandbox.
const failForGood = (error) => {
  answer({ error: failureOf(error), last: true });
  process.exit(1);
};

const load = async (handlerName) => {
  const dot = handlerName.indexOf('.', handlerName.lastIndexOf('/'));
  const file = path.resolve(process.env.LAMBDA_TASK_ROOT, handlerName.slice(0, dot));
  const found = EXTENSIONS.map((extension) => file + extension).find((name) => fs.existsSync(name));
  if (!found) {
    throw new RuntimeError(
      'Runtime.ImportModuleError',
      `Error: Cannot find module '${path.basename(file)}'`,
    );
  }
  const loaded = found.endsWith('.mjs') ? await import(pathToFileURL(found).href) : require(found);
  const handler = handlerName
    .slice(dot + 1)
    .split('.')
    .reduce((value, key) => value?.[key], loaded);
  if (typeof handler !== 'function') {
    throw new RuntimeError(
      'Runtime.HandlerNotFound',
      `${handlerName} is undefined or not exported`,
    );
  }
  return handler;
};

// https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html
const refuseCallback = (handler) => {
  const version = Number(/nodejs(\d+)/.exec(process.env.AWS_EXECUTION_ENV)?.[1]);
  if (handler.length >= 3 && version >= FIRST_VERSION_WITHOUT_CALLBACKS) {
    throw new RuntimeError(
      'Runtime.CallbackHandlerDeprecated',
      'AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. ' +
        'You need to modify this function to use a supported handler signature to use Node.js 24 or later.',
    );
  }
};

const call = (handler, event, context) =>
  new Promise((resolve, reject) => {
    const callback = (error, value) => (error ? reject(error) : resolve(value));
    const answered = handler(event, context, callback);
    if (typeof answered?.then === 'function') {
      answered.then(resolve, reject);
    } else if (handler.length < 3) {
      resolve(answered);
    }
  });

const outcomeOf = async (handler, { event, context, deadlineMs }) => {
  context.getRemainingTimeInMillis = () => Math.max(deadlineMs - Date.now(), 0);
  try {
    return { value: (await call(handler, event, context)) ?? null };
  } catch (error) {
    return { error: failureOf(error) };
  }
};

const main = async () => {
  process.on('uncaughtException', failForGood);
  process.on('unhandledRejection', failForGood);
  let given = nextEvent();
  const handler = await load(process.env._HANDLER);
  refuseCallback(handler);
  while (given !== undefined) {
    answer(await outcomeOf(handler, given));
    // Else it is written when the process ends by itself, and this one will be killed.
    flushCompileCache?.();
    given = nextEvent();
  }
  process.exit(0);
};

main().catch(failForGood);
