// Sends the answers of custom resources to the embedded AWS. cfn-response-async and
// the like always speak HTTPS to port 443 of the bucket in the ResponseURL.
'use strict';

const http = require('node:http');
const https = require('node:https');

const HOST_PREFIX = 'cloudformation-custom-resource-response-';
const PATH_PREFIX = '/_embedded-aws/custom-resource-response';

const isAnswer = (host) => typeof host === 'string' && host.startsWith(HOST_PREFIX);

const redirected = (options) => {
  const endpoint = new URL(process.env.AWS_ENDPOINT_URL);
  const { agent, host, servername, ...rest } = options;
  return {
    ...rest,
    protocol: 'http:',
    hostname: endpoint.hostname,
    port: endpoint.port,
    path: `${PATH_PREFIX}${options.path}`,
  };
};

const optionsOf = (first, second) => {
  if (typeof first !== 'string' && !(first instanceof URL)) {
    return first;
  }
  const url = new URL(first);
  const given = typeof second === 'object' && second !== null ? second : {};
  return { hostname: url.hostname, path: `${url.pathname}${url.search}`, ...given };
};

const httpsRequest = https.request;
https.request = function request(...args) {
  const [first, second] = args;
  const options = optionsOf(first, second);
  if (!isAnswer(options.hostname ?? options.host)) {
    return httpsRequest.apply(this, args);
  }
  const callback = args.find((argument) => typeof argument === 'function');
  return http.request(redirected(options), callback);
};

// ESM imports see the change only after this.
require('node:module').syncBuiltinESMExports();

const realFetch = globalThis.fetch;
globalThis.fetch = (resource, init) => {
  const url = new URL(
    typeof resource === 'string' || resource instanceof URL ? resource : resource.url,
  );
  if (!isAnswer(url.hostname)) {
    return realFetch(resource, init);
  }
  const target = `${process.env.AWS_ENDPOINT_URL}${PATH_PREFIX}${url.pathname}${url.search}`;
  return realFetch(target, init);
};
