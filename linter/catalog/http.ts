import type { Library, Member, PoolFacts, PropertyFacts } from "./library.ts";

/** An option in milliseconds, without which a call has no limit. */
const timeout: PropertyFacts = {
  property: "timeout",
  concept: "call.timeout",
  unit: "ms",
  default: "unlimited",
  unlimited: 0,
  recommended: 10_000,
};

const axiosLimits = (argument: number): PoolFacts => ({
  kind: "client",
  argument,
  source: "axios 1.21 lib/defaults/index.js",
  properties: [{ ...timeout, aliases: ["signal", "cancelToken"] }],
  unsupported: [],
});

/** Nest's service asks through the module's instance: what that was made with holds for every call. */
const serviceLimits = (argument: number): PoolFacts => ({
  ...axiosLimits(argument),
  source: "@nestjs/axios 12.0 dist/http.service.js, dist/http.module.js; axios 1.21 lib/defaults/index.js",
  // The module as it is asks through axios itself, which all share.
  elsewhere: /axiosRef\.(defaults|interceptors)|AXIOS_INSTANCE_TOKEN/,
  broughtBy: { type: "NestModule", registered: /HttpModule\.register/ },
  around: /\btimeout\(|\brace\(/,
});

/** Indexes are those of `axios.pool`. */
const serviceMethods: Record<string, Member> = {
  request: { call: { builds: 4 } },
  get: { call: { builds: 5 } },
  delete: { call: { builds: 5 } },
  head: { call: { builds: 5 } },
  post: { call: { builds: 6 } },
  put: { call: { builds: 6 } },
  patch: { call: { builds: 6 } },
};

const gotLimits = (argument: number): PoolFacts => ({
  kind: "client",
  argument,
  alone: true,
  source: "got 14.6 dist/source/core/options.js",
  properties: [
    {
      property: "timeout.request",
      aliases: ["timeout", "signal", "timeout.response", "timeout.socket"],
      concept: "call.timeout",
      unit: "ms",
      default: "unlimited",
      recommended: 10_000,
    },
  ],
  unsupported: [],
});

/** axios: no timeout unless an instance, the defaults or the call set one; also through Nest's module. */
export const axios: Library = {
  name: "axios",
  title: "axios",
  modules: ["axios", "@nestjs/axios"],
  // `new Axios(options)` is limited by what it is made with.
  aliases: { Axios: "Client", AxiosStatic: "Module" },
  exports: {
    default: { type: "Module" },
    create: { call: { returns: "Instance", builds: 0 } },
    HttpModule: { type: "NestModule" },
    HttpService: { class: "HttpService" },
    Axios: { class: "Client" },
  },
  types: {
    NestModule: { members: { register: { call: { builds: 0 } }, registerAsync: { call: { builds: 0 } } } },
    Module: {
      call: { builds: 3 },
      members: {
        create: { call: { returns: "Instance", builds: 0 } },
        request: { call: { builds: 0 } },
        get: { call: { builds: 1 } },
        delete: { call: { builds: 1 } },
        head: { call: { builds: 1 } },
        post: { call: { builds: 2 } },
        put: { call: { builds: 2 } },
        patch: { call: { builds: 2 } },
      },
    },
    HttpService: {
      members: {
        axiosRef: { type: "ServiceInstance" },
        ...serviceMethods,
      },
    },
    ServiceInstance: { call: { builds: 4 }, members: serviceMethods },
    Client: { builds: 0, members: {} },
    // What an instance is asked is limited by what it was made with.
    Instance: { members: {} },
    AxiosInstance: { members: {} },
  },
  // `axios(url, { … })` and `axios({ url })`.
  pool: [
    axiosLimits(0),
    axiosLimits(1),
    axiosLimits(2),
    { ...axiosLimits(1), alone: true },
    serviceLimits(0),
    serviceLimits(1),
    serviceLimits(2),
  ],
};

/** got: no timeout by default. */
export const got: Library = {
  name: "got",
  title: "got",
  modules: ["got"],
  exports: { default: { type: "Got" }, got: { type: "Got" } },
  // What is declared as one may have been extended with a limit.
  aliases: { Got: "Instance" },
  types: {
    Got: {
      call: { builds: 0 },
      members: {
        extend: { call: { returns: "Instance", builds: 1 } },
        get: { call: { builds: 0 } },
        post: { call: { builds: 0 } },
        put: { call: { builds: 0 } },
        patch: { call: { builds: 0 } },
        delete: { call: { builds: 0 } },
        head: { call: { builds: 0 } },
      },
    },
    Instance: { members: {} },
  },
  pool: [gotLimits(1), gotLimits(0)],
};

const requestLimits: PoolFacts = {
  kind: "client",
  argument: 1,
  alone: true,
  callback: true,
  source: "request 2.88 index.js, request.js; request-promise 4.2 lib/rp.js",
  properties: [timeout],
  unsupported: [],
};

const requestMethods: Record<string, Member> = Object.fromEntries(
  ["get", "head", "options", "post", "put", "patch", "del", "delete"].map((name) => [
    name,
    { call: { builds: 0 } },
  ]),
);

/** request, and what gives promises of it: no timeout by default. */
export const request: Library = {
  name: "request",
  title: "request",
  modules: ["request", "request-promise", "request-promise-native"],
  exports: { default: { type: "Module" }, ...requestMethods },
  // What is declared as one may have been made with a limit.
  aliases: { RequestAPI: "Instance", RequestPromiseAPI: "Instance" },
  types: {
    Module: {
      call: { builds: 0 },
      members: { ...requestMethods, defaults: { call: { returns: "Instance", builds: 1 } } },
    },
    Instance: { members: {} },
  },
  pool: [requestLimits, { ...requestLimits, argument: 0 }],
};

/** How long undici waits for the head of an answer, and between parts of its body. */
const undiciLimits = (argument: number): PoolFacts => ({
  kind: "client",
  argument,
  source: "undici 7.30 lib/dispatcher/client.js",
  properties: [
    {
      property: "headersTimeout",
      aliases: ["signal", "dispatcher"],
      concept: "call.timeout",
      unit: "ms",
      default: 300_000,
      tooLong: true,
      unlimited: 0,
      recommended: 10_000,
    },
  ],
  unsupported: [],
});

/** undici: 300 s unless told otherwise, and 0 takes the limit away. */
export const undici: Library = {
  name: "undici",
  title: "undici",
  modules: ["undici"],
  exports: {
    request: { call: { builds: 1 } },
    stream: { call: { builds: 1 } },
    fetch: { call: { builds: 2 } },
    Agent: { class: "Agent" },
    Pool: { class: "Pool" },
    Client: { class: "Pool" },
  },
  types: { Agent: { builds: 0, members: {} }, Pool: { builds: 1, members: {} } },
  pool: [undiciLimits(0), undiciLimits(1), fetchLimits()],
};

/** node-fetch, and cross-fetch and isomorphic-fetch, which are node-fetch on a server: unlike Node's own fetch they have no limit. */
export const nodeFetchPackage: Library = {
  name: "node-fetch",
  title: "node-fetch",
  modules: ["node-fetch", "cross-fetch", "isomorphic-fetch"],
  exports: { default: { type: "Fetch" }, fetch: { type: "Fetch" } },
  types: { Fetch: { call: { builds: 0 }, members: {} } },
  pool: [
    {
      kind: "client",
      argument: 1,
      source:
        "node-fetch 3.3 src/index.js, 2.7 lib/index.js; cross-fetch 4.1 dist/node-ponyfill.js; isomorphic-fetch 3.0 fetch-npm-node.js",
      properties: [
        {
          property: "signal",
          // Of version 2 alone.
          aliases: ["timeout"],
          concept: "call.timeout",
          unit: "ms",
          default: "unlimited",
          unlimited: 0,
          recommendedText: "AbortSignal.timeout(10_000)",
        },
      ],
      since: [
        // Its second version brings the first of node-fetch, its third the second one.
        { package: "isomorphic-fetch", major: 0, facts: 2 },
        { package: "node-fetch", major: 0, facts: 2 },
        { package: "node-fetch", major: 3, facts: 1 },
      ],
      unsupported: [],
    },
    {
      kind: "client",
      argument: 1,
      source: "node-fetch 3.3 src/index.js",
      properties: [
        {
          property: "signal",
          concept: "call.timeout",
          unit: "ms",
          default: "unlimited",
          recommendedText: "AbortSignal.timeout(10_000)",
        },
      ],
      unsupported: [],
    },
    {
      kind: "client",
      argument: 1,
      source: "node-fetch 2.7 lib/index.js",
      properties: [
        // Node has `AbortSignal.timeout` since 16.14 and 17.3, and this version runs on older ones, too.
        { ...timeout, aliases: ["signal"] },
      ],
      unsupported: [],
    },
  ],
};

/** Node's own fetch, which is undici's. */
export const nodeFetch: Library = {
  name: "fetch",
  title: "fetch",
  modules: [],
  exports: {},
  globals: { fetch: { call: { builds: 0 } } },
  types: {},
  pool: [fetchLimits()],
};

function fetchLimits(): PoolFacts {
  return {
    kind: "client",
    argument: 1,
    source: "undici 7.30 lib/dispatcher/client.js",
    properties: [
      {
        property: "signal",
        aliases: ["dispatcher"],
        concept: "call.timeout",
        unit: "ms",
        default: 300_000,
        tooLong: true,
        recommendedText: "AbortSignal.timeout(10_000)",
      },
    ],
    unsupported: [],
  };
}
