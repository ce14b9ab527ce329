import { badRequest } from "../../shared/errors.ts";
import type { Integration } from "../records.ts";
import { RESERVED } from "../requests/parameter-mapping.ts";

const REQUEST = /^(?:(?:append|overwrite|remove):(header|querystring)\.(\S+)|overwrite:path)$/;
const RESPONSE = /^(?:(?:append|overwrite|remove):(header)\.(\S+)|overwrite:statuscode)$/;

/**
 * Throws for mappings of an HTTP API that would change nothing.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
 */
export function checkMappings({
  RequestParameters = {},
  ResponseParameters = {},
  IntegrationSubtype,
}: Integration): void {
  // Those of a subtype are the parameters of its action.
  if (IntegrationSubtype === undefined) for (const key of Object.keys(RequestParameters)) checkKey(key, REQUEST);
  for (const [status, mappings] of Object.entries(ResponseParameters)) {
    if (!/^[2-5]\d\d$/.test(status)) throw invalid(`Invalid status code specified: ${status}`);
    for (const key of Object.keys(mappings)) checkKey(key, RESPONSE);
  }
}

function checkKey(key: string, form: RegExp): void {
  const found = form.exec(key);
  if (!found) throw invalid(`Invalid mapping expression parameter specified: ${key}`);
  const [, place, name = ""] = found;
  if (place === "header" && RESERVED.test(name.toLowerCase()))
    throw invalid(`Operations on header ${name} are restricted`);
}

function invalid(problem: string): Error {
  return badRequest(`Invalid mapping expression specified: Validation Result: warnings : [], errors : [${problem}]`);
}
