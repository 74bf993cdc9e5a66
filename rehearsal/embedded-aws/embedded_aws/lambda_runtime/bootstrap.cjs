// The runtime of a Node.js function: loads the handler, gives it event and context,
// writes what it answers. One process serves one invocation.
'use strict';

const fs = require('node:fs');
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

const finish = (outcome) => {
  fs.writeFileSync(process.env.EMBEDDED_AWS_RESULT, JSON.stringify(outcome));
  process.exit(0);
};

const fail = (error) => {
  const isError = error instanceof Error;
  const failure = {
    errorType: isError ? error.name : typeof error,
    errorMessage: isError ? error.message : String(error),
    trace: isError && error.stack ? error.stack.split('\n') : [],
  };
  console.error(JSON.stringify({ level: 'ERROR', ...failure }));
  finish({ error: failure });
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

const main = async () => {
  const { event, context, deadlineMs } = JSON.parse(fs.readFileSync(0, 'utf8'));
  context.getRemainingTimeInMillis = () => Math.max(deadlineMs - Date.now(), 0);
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  const handler = await load(process.env._HANDLER);
  refuseCallback(handler);
  const value = await call(handler, event, context);
  finish({ value: value === undefined ? null : value });
};

main().catch(fail);
