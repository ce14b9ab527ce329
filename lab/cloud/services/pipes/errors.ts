import { AwsError } from "../../errors.ts";

// Errors in the words of EventBridge Pipes. https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/CommonErrors.html

export const invalid = (message: string) => new AwsError("ValidationException", message);

/** What the model does not say is required, in the words of its constraints. */
export const missing = (member: string) =>
  invalid(
    `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
  );

export const noPipe = (name: string) => new AwsError("NotFoundException", `Pipe ${name} does not exist.`);

export const exists = (name: string) =>
  new AwsError("ConflictException", `Pipe ${name} already exists.`, undefined, {
    resourceId: name,
    resourceType: "Pipe",
  });

/** What AWS has and the lab does not. */
export const unsupported = (what: string) =>
  new AwsError("NotImplemented", `Skylab's pipes don't know ${what} yet.`, 501);

/** A role of somebody else's is nobody's to hand on. */
export const crossAccount = () => new AwsError("AccessDeniedException", "Cross-account pass role is not allowed.", 403);
