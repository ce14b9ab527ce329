/** The path of a bus's page. */
export function busPath(name: string): string {
  return `/eventbridge/buses/${encodeURIComponent(name)}`;
}

/** The path of a rule's page. */
export function rulePath(bus: string, name: string): string {
  return `${busPath(bus)}/rules/${encodeURIComponent(name)}`;
}

/** What CloudFormation calls a rule: its name, with the bus before it where that is not the default one. */
export function pathOfRule(id: string): string {
  const at = id.lastIndexOf("|");
  return rulePath(at < 0 ? "default" : id.slice(0, at), id.slice(at + 1));
}
