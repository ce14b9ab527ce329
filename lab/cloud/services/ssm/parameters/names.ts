import { invalid } from "../errors.ts";

const CHARACTERS = /^[\w.\-/]+$/;

/** How a parameter may be called. https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html */
export function checkName(name: string): void {
  const isPath = name.startsWith("/");
  if (/^\/aws\//i.test(name)) throw invalid("AccessDeniedException", `No access to reserved parameter name: ${name}.`);
  if (/^\/?(aws|ssm)/i.test(name)) {
    throw isPath
      ? malformedPath()
      : invalid("ValidationException", `Parameter name: can't be prefixed with "aws" or "ssm" (case-insensitive).`);
  }
  if (!CHARACTERS.test(name)) throw malformedPath();
  if (name.includes("/") && !isPath)
    throw invalid("ValidationException", "Parameter name must be a fully qualified name.");
  if (hasEmptyPart(name)) throw malformedPath();
  if (name.split("/").length > 16)
    throw invalid("HierarchyLevelLimitExceededException", "Parameter name can't have more than 15 levels.");
}

/** How the paths may be that parameters are asked for by. */
export function checkPath(path: string): void {
  if (path.startsWith("/") && CHARACTERS.test(path) && !path.includes("//")) return;
  throw invalid(
    "ValidationException",
    'The parameter doesn\'t meet the parameter name requirements. The parameter name must begin with a forward slash "/". It can\'t be prefixed with "aws" or "ssm" (case-insensitive). It must use only letters, numbers, or the following symbols: . (period), - (hyphen), _ (underscore). Special characters are not allowed. All sub-paths, if specified, must use the forward slash symbol "/". Valid example: /get/parameters2-/by1./path0_.',
  );
}

/** `/a//b` and `/a/` have one. */
function hasEmptyPart(name: string): boolean {
  return name.split("/").slice(1).includes("");
}

function malformedPath() {
  return invalid(
    "ValidationException",
    'Parameter name: can\'t be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_',
  );
}

export function arnOf(name: string, account: string, region: string): string {
  return `arn:aws:ssm:${region}:${account}:parameter${name.startsWith("/") ? "" : "/"}${name}`;
}

/** A name, with what follows it, of a name or an ARN. */
export function nameOf(selector: string): string {
  const arn = /^arn:aws:ssm:[^:]*:\d*:parameter(\/.*)$/.exec(selector)?.[1];
  if (!arn) return selector;
  // The ARN of a name without a path has a slash all the same.
  return arn.indexOf("/", 1) < 0 ? arn.slice(1) : arn;
}
