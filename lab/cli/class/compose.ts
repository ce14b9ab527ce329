import { writeFile } from "node:fs/promises";
import { isIP } from "node:net";
import { stringify } from "yaml";
import { LabError } from "../../lab-error.ts";

/** How a class is laid out. */
export interface ClassLayout {
  readonly students: number;
  /** One lab for all, with an account each, instead of a lab each. */
  readonly shared?: boolean;
  /** The IP address by which the students' machines reach this one. */
  readonly host: string;
  /** The first lab's port; the others follow. */
  readonly firstPort: number;
  /** The most memory that a lab may take, as Compose writes it: `512M`. */
  readonly memory: string;
  readonly image: string;
}

/** Names that need DNS would break the addresses of buckets. */
export class NotAnAddress extends LabError {
  override readonly name = "NotAnAddress";

  constructor(host: string) {
    super(`--host wants this machine's IP address, such as 192.168.1.5, not ${JSON.stringify(host)}.`);
  }
}

/** `lab class compose`: writes a Compose file for a class, for `docker compose up` or `docker stack deploy`. */
export async function classCompose({ output, ...layout }: ClassLayout & { readonly output?: string }): Promise<void> {
  const file = composeFile(layout);
  if (!output) return console.log(file);
  await writeFile(output, file);
  console.error(`Wrote ${output}. Start it with: docker compose -f ${output} up -d`);
}

/** The Compose file of a class. Throws NotAnAddress when the host is a name. */
export function composeFile({ students, shared, host, firstPort, memory, image }: ClassLayout): string {
  if (isIP(host) === 0) throw new NotAnAddress(host);
  const names = Array.from({ length: shared ? 1 : students }, (_, i) => (shared ? "lab" : `student-${number(i + 1)}`));
  const services = names.map((name, i) => [name, lab(name, firstPort + i, { host, memory, image, shared })]);
  const volumes = Object.fromEntries(names.map((name) => [name, null]));
  const head = [
    `A class of ${students}: ${shared ? "one lab, an account for each" : "a lab for each"}.`,
    "docker compose up -d, or: docker stack deploy -c <this file> class",
    ...(shared ? howToShare(students) : Array.from({ length: students }, (_, i) => howToUse(i, host, firstPort + i))),
  ];
  const body = stringify({ version: "3.8", services: Object.fromEntries(services), volumes }, { nullStr: "" });
  return `${head.map((line) => `# ${line}`).join("\n")}\n${body}`;
}

/** In a lab for all, the well-known keys would open everybody's account to everybody. */
function howToShare(students: number): string[] {
  return [
    "Then, here, as the root of the lab, whose key pair its state keeps:",
    "  docker compose exec lab cat /data/root.env > root.env && source root.env",
    `  lab class create --students ${students}`,
    "It writes a file for each student, and class/teacher.env for you.",
  ];
}

/** A lab of one's own is open to whoever reaches its port: the well-known key is its root. */
function howToUse(i: number, host: string, port: number): string {
  const url = `http://${urlHost(host)}:${port}`;
  return `student ${number(i + 1)}: AWS_ENDPOINT_URL=${url} AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test`;
}

const COMMAND = ["cloud", "--host", "0.0.0.0", "--state", "/data"];

function lab(
  name: string,
  port: number,
  { host, memory, image, shared }: Pick<ClassLayout, "host" | "memory" | "image" | "shared">,
) {
  const url = `http://${urlHost(host)}:${port}`;
  const keys = shared ? ["--well-known-keys", "off"] : [];
  return {
    image,
    init: true,
    // The same port inside as outside, and the address that students know: what a function signs opens in their browsers.
    command: [...COMMAND, "--port", String(port), "--public-url", url, "--allow-host", name, ...keys],
    environment: { LAB_PORT: String(port) },
    ports: [`${port}:${port}`],
    volumes: [`${name}:/data`],
    restart: "unless-stopped",
    deploy: { resources: { limits: { memory } } },
  };
}

function number(n: number): string {
  return String(n).padStart(2, "0");
}

function urlHost(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host;
}
