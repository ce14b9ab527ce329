import http from "node:http";
import https from "node:https";
import { syncBuiltinESMExports } from "node:module";
import { isIP } from "node:net";

/**
 * Leads https connections to this machine, or to the cloud's own address, without a port to the cloud, over http. The
 * CDK's custom-resource handlers answer to host and path of a URL and drop its scheme and port; on AWS that is port 443 of S3, here it is the
 * lab. Nothing else is touched.
 * @param {string} endpoint Where the cloud answers
 */
export function routeHttps(endpoint) {
  const { hostname, port } = new URL(endpoint);
  const original = https.request;

  /** @type {any} */
  const request = (/** @type {any[]} */ ...args) => {
    const { options, callback } = optionsOf(args);
    if (!goesToCloud(options, hostname)) return Reflect.apply(original, https, args);
    const { agent, protocol, host, defaultPort, ...rest } = options;
    return http.request({ ...rest, hostname, port }, callback);
  };
  https.request = request;
  https.get = (/** @type {any[]} */ ...args) => {
    const call = request(...args);
    call.end();
    return call;
  };
  syncBuiltinESMExports();
}

/**
 * The arguments of `https.request` in one form: an optional URL, optional options, an optional callback.
 * @param {any[]} args
 * @returns {{ options: https.RequestOptions, callback: ((response: http.IncomingMessage) => void) | undefined }}
 */
function optionsOf(args) {
  const rest = [...args];
  const url = typeof rest[0] === "string" || rest[0] instanceof URL ? partsOf(new URL(rest.shift())) : {};
  const options = typeof rest[0] === "function" ? {} : rest.shift();
  return { options: { ...url, ...options }, callback: rest[0] };
}

/** @param {URL} url */
function partsOf({ hostname, port, pathname, search, username, password }) {
  const auth = username ? `${decodeURIComponent(username)}:${decodeURIComponent(password)}` : undefined;
  return { hostname: hostname.replace(/^\[|\]$/g, ""), port, path: pathname + search, ...(auth && { auth }) };
}

/**
 * @param {https.RequestOptions} options
 * @param {string} cloud the cloud's host name
 */
function goesToCloud({ hostname, host, port, socketPath }, cloud) {
  if (socketPath || (port && Number(port) !== 443)) return false;
  const address = String(hostname ?? host ?? "");
  return address === cloud || address === "::1" || (isIP(address) === 4 && address.startsWith("127."));
}
