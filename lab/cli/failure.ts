/** Errors whose message already says what to do. */
const KNOWN = [
  "StoreError",
  "CdkFailed",
  "EndpointElsewhere",
  "UnknownTarget",
  "NoEndpoint",
  "NoSuites",
  "NotAnAddress",
  "DockerFailed",
  "ContainersMissing",
  "UnknownFunction",
  "NotJson",
  "NothingDenied",
  "UnknownRole",
  "NoClass",
  "NoLab",
  "LabRefused",
  "NoSuchPrincipal",
  "NotAPolicy",
];

/** What went wrong, in words that say what to do next. Unknown failures keep their stack: they are faults of ours. */
export function explain(error: unknown): string {
  const { message, stack, name, cause } = error as NodeJS.ErrnoException & { port?: number };
  // What fetch fails with is the cause of its error.
  const { code = (cause as NodeJS.ErrnoException | undefined)?.code } = error as NodeJS.ErrnoException;
  switch (code) {
    case "EADDRINUSE":
      return `Port ${(error as { port?: number }).port} is in use: another lab may be running. Stop it, or choose another port with --port.`;
    case "ECONNREFUSED":
      return "Nothing answers there. Start a lab with `lab up` or `lab cloud`, or say where it is with --endpoint.";
    case "EACCES":
      return `No permission: ${message}. Choose a port above 1023 with --port, or a folder of yours with --state.`;
    default:
      // What a service answers is no fault of the command's.
      if ("$metadata" in (error as object)) return `${name}: ${message}`;
      return KNOWN.includes(name) ? message : (stack ?? String(error));
  }
}
